"""One request for more within three working days, one new date a day ahead: everything else is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.deadlines.conduct import postponed, remarks
from app.deadlines.deadline import Limit, Pause, due
from app.deadlines.explain import day_sentence, explain, intervals, shares
from app.deadlines.limits import Postponement
from tests.unit.deadlines.day_walk import works
from tests.unit.deadlines.test_explaining_a_deadline import english
from tests.unit.deadlines.test_when_an_answer_is_due import at, limits, pauses


def told(received, asked=(), moves=()):
    return [english(message) for message in remarks(received, list(asked), list(moves))]


# Around Tết 2020 offices were closed from 23 to 29 January; 24 February 2020 was an ordinary Monday.
@pytest.mark.parametrize(
    ("received", "asked", "in_time"),
    [
        ("2020-02-24", "2020-02-24", True),
        ("2020-02-24", "2020-02-27", True),
        ("2020-02-24", "2020-02-28", False),
        ("2020-02-22", "2020-02-27", True),
        ("2020-02-22", "2020-02-28", False),
        ("2020-01-20", "2020-01-30", True),
        ("2020-01-20", "2020-01-31", False),
        ("2020-01-22", "2020-02-03", True),
        ("2020-01-22", "2020-02-04", False),
        ("2020-01-25", "2020-02-04", True),
        ("2020-01-25", "2020-02-05", False),
        ("2019-04-26", "2019-05-04", True),
        ("2019-04-26", "2019-05-06", False),
    ],
)
def test_an_agency_has_three_working_days_to_ask(received, asked, in_time):
    said = told(at(received), [Pause(at(asked))])

    assert (said == []) == in_time
    assert in_time or "3 working days" in said[0]


def test_asking_in_the_evening_of_the_third_day_is_in_time():
    assert told(at("2020-02-24"), [Pause(at("2020-02-27", "23:30"))]) == []


def test_a_second_request_is_said_however_quick_it_is():
    first = Pause(at("2020-02-25"), at("2020-02-26"))

    said = told(at("2020-02-24"), [first, Pause(at("2020-02-26", "15:00"))])

    assert said == [
        "On 26/02/2020 the agency asked you for more again. It may ask once only, for everything together "
        "(Decree 61/2018, Article 15)."
    ]


@pytest.mark.parametrize(
    ("on", "ahead"),
    [("2020-03-01", True), ("2020-03-02", True), ("2020-03-03", False), ("2020-03-05", False)],
)
def test_a_new_date_is_told_a_day_ahead(on, ahead):
    said = told(at("2020-02-24"), (), [Postponement(at(on), date(2020, 3, 3), date(2020, 3, 9))])

    assert "apologised and moved its date from 03/03/2020 to 09/03/2020" in said[0]
    assert (len(said) == 1) == ahead


def test_a_second_new_date_is_said():
    moves = [
        Postponement(at("2020-03-01"), date(2020, 3, 3), date(2020, 3, 9)),
        Postponement(at("2020-03-06"), date(2020, 3, 9), date(2020, 3, 12)),
    ]

    assert (
        told(at("2020-02-24"), (), moves)[-1] == "A date may be moved once only (Decree 61/2018, Article 19)."
    )


def test_a_moved_deadline_shows_the_days_the_agency_took_more():
    deadline = due(at("2020-02-24"), Limit(5, "working_day"))
    moved = postponed(deadline, Postponement(at("2020-02-28"), date(2020, 3, 2), date(2020, 3, 9)))

    assert moved.due_on == date(2020, 3, 9)
    assert english(explain(moved)) == "The agency moved its date: due on 09/03/2020 instead of 02/03/2020."
    assert [day.kind for day in moved.days[-8:]] == ["counted", *["postponed"] * 4, "off", "off", "due"]
    assert english(day_sentence(moved.days[-7], moved)) == "The agency has asked for this day more."


def test_a_date_is_only_moved_forward_and_not_while_the_clock_stands_still():
    running = due(at("2020-02-24"), Limit(5, "working_day"))
    waiting = due(at("2020-02-24"), Limit(5, "working_day"), [Pause(at("2020-02-25"))])
    move = Postponement(at("2020-02-28"), date(2020, 3, 2), date(2020, 3, 2))

    for deadline in (running, waiting):
        with pytest.raises(ValueError, match="later day"):
            postponed(deadline, move)


@settings(max_examples=200, deadline=None)
@given(pauses(), limits, st.integers(1, 40))
def test_a_moved_deadline_has_every_day_once_and_marks_days_off(received_and_pauses, limit, more):
    received, paused = received_and_pauses
    deadline = due(received, limit, paused)
    if deadline.due_on is None or deadline.due_on.year > 2026:
        return

    until = deadline.due_on + timedelta(more)
    moved = postponed(deadline, Postponement(received, deadline.due_on, until))

    on = [day.on for day in moved.days]
    assert on == [on[0] + timedelta(n) for n in range((until - on[0]).days + 1)]
    added = [day for day in moved.days if deadline.due_on < day.on < until]
    assert all((day.kind == "postponed") == works(day.on) for day in added)
    assert [day.on for day in moved.days if day.kind == "due" and day.on >= deadline.due_on] == [until]


@settings(max_examples=400, deadline=None)
@given(pauses(), limits, st.integers(0, 300 * 24 * 60))
def test_the_hours_that_are_shown_add_up_to_the_time_that_has_passed(received_and_pauses, limit, minutes):
    received, paused = received_and_pauses
    until = received + timedelta(minutes=minutes)
    deadline = due(received, limit, paused)

    shown = shares(deadline, until)

    assert sum(shown.values()) == minutes // 60
    assert sum((turn.length for turn in intervals(deadline, until)), timedelta(0)) == until - received
    assert all(hours >= 0 for hours in shown.values())


def test_a_same_day_matter_that_is_moved_shows_its_receipt_and_no_count():
    deadline = due(at("2020-02-24"), Limit(0, "working_day"))
    moved = postponed(deadline, Postponement(at("2020-02-24"), date(2020, 2, 24), date(2020, 2, 26)))

    assert [day.kind for day in moved.days] == ["received", "postponed", "due"]


def test_a_date_that_is_not_ours_is_not_moved():
    deadline = due(at("2020-02-24"), Limit(5, "working_day"))

    with pytest.raises(ValueError, match="from its due day"):
        postponed(deadline, Postponement(at("2020-02-28"), date(2020, 3, 4), date(2020, 3, 9)))
