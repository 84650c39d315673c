"""A deadline in sentences, on a timeline and as turns of agency and person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings

from app.deadlines.deadline import Limit, Pause, due
from app.deadlines.explain import day_sentence, days_off, explain, intervals, spans
from tests.support.translations import vietnamese
from tests.unit.deadlines.test_when_an_answer_is_due import at, limits, pauses


def english(message):
    return message.text(lambda msgid: msgid, "en", lambda day, lang: f"{day:%d/%m/%Y}")


def test_a_deadline_is_said_in_one_sentence():
    deadline = due(at("2020-01-20"), Limit(5, "working_day"))

    assert english(explain(deadline)) == (
        "5 working days, counted from the day after 20/01/2020 without days off: due on 03/02/2020."
    )
    assert [name["en"] for name in days_off(deadline)][:2] == [
        "Day before Lunar New Year's Eve",
        "Lunar New Year's Eve",
    ]


def test_what_moved_a_deadline_is_said():
    on_saturday = due(at("2020-01-18"), Limit(1, "working_day"))
    rolled = due(at("2020-01-10"), Limit(15, "day"))
    late = due(at("2020-01-20", "16:00"), Limit(0, "working_day"))

    assert [english(reason) for reason in on_saturday.reasons] == [
        "It arrived on a day off (Weekend), so it counts as received on 20/01/2020."
    ]
    assert [english(reason) for reason in rolled.reasons] == [
        "The last day, 25/01/2020, is a day off (Lunar New Year), so the deadline moves to 30/01/2020."
    ]
    assert [english(reason) for reason in late.reasons] == [
        "It arrived after 15:00, so it counts from 21/01/2020."
    ]


def test_an_ordinary_deadline_needs_no_reasons():
    assert due(at("2019-12-09"), Limit(5, "working_day")).reasons == ()


def test_the_timeline_shows_receipt_days_counted_days_off_and_the_due_day():
    deadline = due(at("2020-01-20"), Limit(5, "working_day"))

    assert [(span.kind, span.days) for span in spans(deadline)] == [
        ("received", 1),
        ("counted", 2),
        ("off", 7),
        ("counted", 2),
        ("off", 2),
        ("due", 1),
    ]


def test_an_open_pause_is_drawn_up_to_today():
    deadline = due(at("2019-12-09"), Limit(5, "working_day"), [Pause(at("2019-12-11"))])

    last = spans(deadline, date(2019, 12, 31))[-1]

    assert (last.kind, last.first, last.last, last.days) == (
        "paused",
        date(2019, 12, 11),
        date(2019, 12, 31),
        21,
    )


def test_days_after_a_missed_deadline_are_late():
    pause = Pause(at("2019-12-20"), at("2019-12-23"))

    deadline = due(at("2019-12-09"), Limit(5, "working_day"), [pause])

    late = [day.on for day in deadline.days if day.kind == "late"]
    assert late == [date(2019, 12, 17), date(2019, 12, 18), date(2019, 12, 19)]


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize(
    "limit", [Limit(3, "working_day"), Limit(9, "day"), Limit(20, "hour"), Limit(1, "month")]
)
def test_every_day_has_a_sentence(limit, lang):
    deadline = due(at("2020-01-18"), limit, [Pause(at("2020-01-21"), at("2020-02-01"))])
    catalogue = vietnamese()
    gettext = (lambda msgid: catalogue.get(msgid).string) if lang == "vi" else str

    said = [
        day_sentence(day, deadline).text(gettext, lang, lambda day, lang: str(day)) for day in deadline.days
    ]

    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in said)


def test_the_hour_of_a_limit_in_hours_is_said():
    deadline = due(at("2020-01-20", "16:00"), Limit(2, "hour"))

    assert english(day_sentence(deadline.days[-1], deadline)) == "The answer is due at 08:30."
    assert english(explain(deadline)).endswith("due on 21/01/2020 at 08:30.")


@settings(max_examples=300, deadline=None)
@given(pauses(), limits)
def test_spans_add_up_to_the_days_and_intervals_to_the_time_that_has_passed(received_and_pauses, limit):
    received, paused = received_and_pauses
    deadline = due(received, limit, paused)
    now = datetime(2028, 1, 1, tzinfo=UTC)

    drawn, turns = spans(deadline), intervals(deadline, now)

    assert sum(span.days for span in drawn) == (deadline.days[-1].on - deadline.days[0].on).days + 1
    assert sum((turn.length for turn in turns), timedelta(0)) == now - received
    assert all(one.end == other.start for one, other in pairwise(turns))


def test_intervals_say_who_had_to_act():
    pause = Pause(at("2019-12-11"), at("2019-12-13"))
    deadline = due(at("2019-12-09"), Limit(5, "working_day"), [pause])

    turns = intervals(deadline, at("2019-12-14"))

    assert [(turn.who, turn.length.days) for turn in turns] == [("agency", 2), ("person", 2), ("agency", 1)]
    assert intervals(deadline, at("2019-12-10"))[-1].end == at("2019-12-10")
