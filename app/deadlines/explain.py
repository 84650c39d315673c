"""A deadline in plain sentences, as a timeline of days, and as time spent waiting for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal

from app.clock import VIETNAM
from app.deadlines.calendar import WEEKEND
from app.deadlines.limits import Day, DayKind, Deadline
from app.deadlines.messages import Message, Param
from app.texts import N_, Text

Who = Literal["agency", "person"]


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring days of one kind, both ends included."""

    kind: DayKind
    first: date
    last: date
    days: int


@dataclass(frozen=True, slots=True)
class Interval:
    """Time in which one side had to act; intervals touch and add up to the time that has passed."""

    who: Who
    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasted."""
        return self.end - self.start


def explain(deadline: Deadline) -> Message:
    """The whole deadline in one sentence; `deadline.reasons` says what moved it."""
    received = deadline.days[0].on
    if deadline.due_on is None:
        msgid = N_("No day is fixed: the time of %(limit)s starts again when what was asked for has arrived.")
        return Message(msgid, {"limit": deadline.limit.words})
    if deadline.postponed_from:
        msgid = N_("The agency moved its date: due on %(due)s instead of %(before)s.")
        return Message(msgid, {"due": deadline.due_on, "before": deadline.postponed_from})
    if deadline.limit.same_day:
        return _same_day(received, deadline.due_on)
    params: dict[str, Param] = {
        "limit": deadline.limit.words,
        "start": deadline.counted_from,
        "due": deadline.due_on,
    }
    if deadline.limit.unit == "hour":
        msgid = N_("%(limit)s, counted from receipt on %(start)s: due on %(due)s at %(time)s.")
        return Message(msgid, {**params, "time": _clock(deadline)})
    if deadline.limit.unit == "working_day":
        msgid = N_("%(limit)s, counted from the day after %(start)s without days off: due on %(due)s.")
        return Message(msgid, params)
    return Message(N_("%(limit)s, counted from the day after %(start)s: due on %(due)s."), params)


def _same_day(received: date, due_on: date) -> Message:
    if due_on != received:
        msgid = N_("To be settled on the day it counts as received: due on %(due)s.")
        return Message(msgid, {"due": due_on})
    msgid = N_("Received on %(received)s, to be settled the same day: due on %(due)s.")
    return Message(msgid, {"received": received, "due": due_on})


def days_off(deadline: Deadline) -> tuple[Text, ...]:
    """The names of the public holidays that were not counted, each once, in order."""
    names = [day.off for day in deadline.days if day.kind == "off" and day.off and _is_holiday(day)]
    return tuple({name["vi"]: name for name in names}.values())


_PLAIN: dict[DayKind, str] = {
    "paused": N_("The agency waits for you; the clock stands still."),
    "late": N_("The answer is overdue."),
    "postponed": N_("The agency has asked for this day more."),
}


def day_sentence(day: Day, deadline: Deadline) -> Message:
    """What one day of a deadline means, in one sentence."""
    if day.kind == "due":
        return _due(deadline)
    if day.kind in _PLAIN:
        return Message(_PLAIN[day.kind])
    if day.kind == "off" and day.off:
        return Message(N_("Day off, not counted: %(off)s."), {"off": day.off})
    return _receipt(day, deadline) if day.kind == "received" else _counted(day, deadline)


def spans(deadline: Deadline, today: date | None = None) -> tuple[Span, ...]:
    """The days of a deadline grouped by kind, without gaps; an open pause is drawn up to `today`."""
    days = list(deadline.days)
    if deadline.due_on is None and today:
        days += _waiting(days[-1].on, today)
    return tuple(_span(kind, list(group)) for kind, group in groupby(days, key=lambda day: day.kind))


def intervals(deadline: Deadline, until: datetime) -> tuple[Interval, ...]:
    """Who had to act when, from the receipt to the aware `until`; their lengths add up to that time."""
    turns: list[tuple[Who, datetime]] = [("agency", deadline.received_at)]
    for pause in deadline.pauses:
        turns.append(("person", pause.asked_at))
        if pause.answered_at is not None:
            turns.append(("agency", pause.answered_at))
    ends = [*(start for _, start in turns[1:]), until]
    pieces = (Interval(who, start, min(end, until)) for (who, start), end in zip(turns, ends, strict=True))
    return tuple(piece for piece in pieces if piece.start < piece.end)


def shares(deadline: Deadline, until: datetime) -> dict[Who, int]:
    """Whole hours each side has had since the receipt; they add up to the whole hours that have passed."""
    hours: dict[Who, int] = {"agency": 0, "person": 0}
    for turn in intervals(deadline, until):
        begun, ended = (_hours(moment - deadline.received_at) for moment in (turn.start, turn.end))
        hours[turn.who] += ended - begun
    return hours


def _hours(length: timedelta) -> int:
    return int(length / timedelta(hours=1))


def _due(deadline: Deadline) -> Message:
    if deadline.limit.unit == "hour":
        return Message(N_("The answer is due at %(time)s."), {"time": _clock(deadline)})
    return Message(N_("The answer is due by the end of this day."))


def _clock(deadline: Deadline) -> str:
    return f"{deadline.due_at.astimezone(VIETNAM):%H:%M}" if deadline.due_at else ""


def _receipt(day: Day, deadline: Deadline) -> Message:
    if day.off:
        return Message(N_("It arrived on a day off: %(off)s."), {"off": day.off})
    if deadline.limit.unit == "hour":
        return Message(N_("Office hours are counted from the moment of receipt."))
    return Message(N_("The day of receipt is not counted."))


def _counted(day: Day, deadline: Deadline) -> Message:
    if day.number is None or deadline.limit.unit == "month":
        return Message(N_("This day counts."))
    words = {
        "working_day": N_("Working day %(number)d of %(amount)d."),
        "day": N_("Day %(number)d of %(amount)d."),
        "hour": N_("%(number)d of %(amount)d office hours have passed by the end of this day."),
    }
    return Message(words[deadline.limit.unit], {"number": day.number, "amount": deadline.limit.amount})


def _is_holiday(day: Day) -> bool:
    return bool(day.off) and day.off != WEEKEND


def _waiting(last: date, today: date) -> Iterator[Day]:
    return (Day(last + timedelta(days=n), "paused") for n in range(1, (today - last).days + 1))


def _span(kind: DayKind, days: list[Day]) -> Span:
    return Span(kind, days[0].on, days[-1].on, len(days))
