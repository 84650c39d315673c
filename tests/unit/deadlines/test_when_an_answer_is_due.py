"""Due days: frozen cases, the reference vectors and what always holds."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clock import VIETNAM
from app.deadlines.calendar import WorkCalendar
from app.deadlines.deadline import Limit, Pause, due
from app.deadlines.limits import TIME_TO_ASK
from tests.unit.deadlines.day_walk import CASES, cases, works

REPOSITORY = Path(__file__).parents[3]
SHARED = Path(os.environ.get("PORTAL_SHARED_DATA", REPOSITORY.parent / "shared/domain/data"))
VECTORS = SHARED / "reference/deadline_vectors.json"
FROZEN = [line.split("\t") for line in CASES.read_text().splitlines()]

moments = st.datetimes(datetime(2015, 1, 1), datetime(2026, 12, 1), timezones=st.just(VIETNAM))
limits = st.one_of(
    st.builds(Limit, st.integers(0, 60), st.sampled_from(["working_day", "day"])),
    st.builds(Limit, st.integers(1, 60), st.just("hour")),
    st.builds(Limit, st.integers(1, 6), st.just("month")),
)


def at(day, clock="09:00"):
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), VIETNAM).astimezone(UTC)


@st.composite
def pauses(draw, most=3):
    received = draw(moments)
    steps = sorted(draw(st.lists(st.integers(0, 200 * 24 * 60), max_size=2 * most)))
    marks = [received + timedelta(minutes=step) for step in steps]
    found = [Pause(asked, answered) for asked, answered in zip(marks[::2], marks[1::2], strict=False)]
    return received, found + [Pause(marks[-1]) for _ in range(len(marks) % 2)]


@pytest.mark.parametrize(("received", "amount", "unit", "expected"), FROZEN)
def test_deadlines_around_tet_are_those_of_a_walk_from_day_to_day(received, amount, unit, expected):
    deadline = due(at(received), Limit(int(amount), unit))

    assert str(deadline.due_on) == expected


def test_the_frozen_cases_are_many_and_still_what_the_walk_finds():
    assert len(FROZEN) > 400
    assert cases() == CASES.read_text().splitlines()


@pytest.mark.skipif(not VECTORS.exists(), reason=f"no vectors in {VECTORS}")
def test_the_reference_vectors_are_met():
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"))

    for vector in vectors["working_day_vectors"]:
        limit = Limit(vector["working_days"], "working_day")
        assert str(due(at(vector["received"]), limit).due_on) == vector["due"], vector
    for vector in vectors["calendar_day_vectors"]:
        limit = Limit(vector["calendar_days"], "day")
        assert str(due(at(vector["received"]), limit).due_on) == vector["due"], vector


@pytest.mark.parametrize(
    ("received", "clock", "expected"),
    [
        ("2020-01-20", "08:00", "2020-01-20"),
        ("2020-01-20", "15:00", "2020-01-20"),
        ("2020-01-20", "15:01", "2020-01-21"),
        ("2020-01-22", "16:30", "2020-01-30"),
        ("2020-01-18", "16:30", "2020-01-20"),
        ("2019-05-04", "14:00", "2019-05-04"),
    ],
)
def test_a_same_day_matter_is_due_the_next_working_day_when_it_comes_after_three(received, clock, expected):
    assert str(due(at(received, clock), Limit(0, "working_day")).due_on) == expected


def test_coming_after_three_changes_nothing_for_longer_limits():
    early, late = (
        due(at("2020-01-20", "08:00"), Limit(1, "working_day")),
        due(at("2020-01-20", "16:00"), Limit(1, "working_day")),
    )

    assert early.due_on == late.due_on == date(2020, 1, 21)


def test_the_day_of_receipt_is_the_day_in_vietnam():
    just_after_midnight = datetime(2020, 1, 20, 17, 30, tzinfo=UTC)

    assert due(just_after_midnight, Limit(1, "working_day")).counted_from == date(2020, 1, 21)


def test_the_last_day_lasts_until_midnight_in_vietnam():
    deadline = due(at("2019-12-09"), Limit(5, "working_day"))

    assert deadline.due_at == datetime(2019, 12, 16, 16, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("received", "clock", "hours", "expected"),
    [
        ("2020-01-20", "08:00", 2, "2020-01-20 10:00"),
        ("2020-01-20", "10:30", 2, "2020-01-20 14:00"),
        ("2020-01-20", "16:00", 2, "2020-01-21 08:30"),
        ("2020-01-22", "16:00", 8, "2020-01-30 16:00"),
        ("2020-01-18", "10:00", 8, "2020-01-20 17:00"),
        ("2020-01-20", "05:00", 4, "2020-01-20 11:30"),
        ("2020-01-20", "20:00", 24, "2020-01-30 17:00"),
    ],
)
def test_hours_are_office_hours(received, clock, hours, expected):
    deadline = due(at(received, clock), Limit(hours, "hour"))

    assert f"{deadline.due_at.astimezone(VIETNAM):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize(
    ("received", "months", "expected"),
    [
        ("2020-01-31", 1, "2020-03-02"),
        ("2019-10-31", 1, "2019-12-02"),
        ("2019-11-15", 2, "2020-01-15"),
        ("2019-12-25", 1, "2020-01-30"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one_or_the_next_working_day(received, months, expected):
    assert str(due(at(received), Limit(months, "month")).due_on) == expected


def test_a_supplement_starts_the_clock_again_from_zero():
    asked = Pause(at("2019-12-11", "10:00"), at("2019-12-20", "11:00"))

    deadline = due(at("2019-12-09"), Limit(5, "working_day"), [asked])

    assert deadline.due_on == due(at("2019-12-20", "11:00"), Limit(5, "working_day")).due_on
    assert deadline.counted_from == date(2019, 12, 20)


def test_no_day_is_fixed_while_the_agency_waits():
    deadline = due(at("2019-12-09"), Limit(5, "working_day"), [Pause(at("2019-12-11"))])

    assert (deadline.due_on, deadline.due_at) == (None, None)
    assert deadline.days[-1].kind == "paused"


def test_an_agency_has_three_working_days_to_ask():
    assert due(at("2020-01-22"), TIME_TO_ASK).due_on == date(2020, 2, 3)


@pytest.mark.parametrize(
    "bad",
    [
        [Pause(at("2019-12-08"))],
        [Pause(at("2019-12-12"), at("2019-12-11"))],
        [Pause(at("2019-12-11")), Pause(at("2019-12-12"))],
        [Pause(datetime(2019, 12, 11))],
    ],
)
def test_pauses_that_cannot_have_been_are_refused(bad):
    with pytest.raises(ValueError):
        due(at("2019-12-09"), Limit(5, "working_day"), bad)


def test_naive_times_are_refused():
    with pytest.raises(ValueError, match="aware"):
        due(datetime(2020, 1, 1), Limit(1, "day"))


@pytest.mark.parametrize(
    ("amount", "unit"), [(-1, "day"), (0, "hour"), (0, "month"), (10_001, "day"), (1, "year")]
)
def test_there_is_no_such_limit(amount, unit):
    with pytest.raises(ValueError, match="no such limit"):
        Limit(amount, unit)


@pytest.mark.parametrize(
    ("time_of_record", "limit"),
    [
        ({"amount": 5, "unit": "working_day", "note": None}, Limit(5, "working_day")),
        ({"amount": 0, "unit": "day"}, Limit(0, "day")),
        ({"amount": 1, "unit": "other"}, None),
        ({"amount": None, "unit": "day"}, None),
        ({"amount": 0, "unit": "hour"}, None),
        (None, None),
    ],
)
def test_a_limit_is_read_from_a_procedure_only_when_it_can_be_counted(time_of_record, limit):
    assert Limit.of(time_of_record) == limit


def test_limits_are_said_in_both_languages():
    assert Limit(5, "working_day").words == {"vi": "5 ngày làm việc", "en": "5 working days"}
    assert Limit(1, "month").words == {"vi": "1 tháng", "en": "1 month"}
    assert Limit(0, "day").words == {"vi": "trong ngày", "en": "the same day"}


@settings(max_examples=300, deadline=None)
@given(moments, limits)
def test_a_deadline_is_never_on_a_day_off_nor_before_the_receipt(received, limit):
    deadline = due(received, limit)

    assert works(deadline.due_on)
    assert deadline.due_at >= received.astimezone(UTC)


@settings(max_examples=300, deadline=None)
@given(moments, limits, st.integers(1, 20))
def test_more_time_is_never_due_earlier(received, limit, more):
    assert due(received, Limit(limit.amount + more, limit.unit)).due_at >= due(received, limit).due_at


@settings(max_examples=200, deadline=None)
@given(moments, st.timedeltas(timedelta(0), timedelta(days=30)), limits)
def test_what_comes_later_is_never_due_earlier(received, later, limit):
    assert due(received + later, limit).due_at >= due(received, limit).due_at


@settings(max_examples=300, deadline=None)
@given(moments, st.integers(0, 60))
def test_the_working_days_from_receipt_to_due_are_the_limit(received, amount):
    deadline = due(received, Limit(amount, "working_day"))
    counted = [day for day in deadline.days if day.number]

    assert [day.number for day in counted] == list(range(1, amount + 1))
    assert WorkCalendar().count(deadline.counted_from + timedelta(1), deadline.due_on) == amount


@settings(max_examples=300, deadline=None)
@given(pauses(), limits)
def test_the_days_have_no_gap_and_end_on_the_due_day(received_and_pauses, limit):
    received, paused = received_and_pauses

    deadline = due(received, limit, paused)

    days = [day.on for day in deadline.days]
    assert days == [days[0] + timedelta(n) for n in range(len(days))]
    assert days[0] == received.date()
    if deadline.due_on:
        assert days[-1] == deadline.due_on and deadline.days[-1].kind == "due"
