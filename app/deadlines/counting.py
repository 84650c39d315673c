"""One run of the clock: from a receipt to the day an answer is due, nothing standing still."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from app.clock import VIETNAM
from app.deadlines.calendar import ONE_DAY, WorkCalendar
from app.deadlines.limits import Day, Limit
from app.deadlines.messages import Message
from app.deadlines.office import after_hours, hours_between
from app.texts import N_, Text

# Decree 23/2015 Art. 7 and Decree 61/2018 Art. 18(2): what comes in after 15:00 is taken up on the next
# working day. It moves only what is due the same day; longer limits start on the day after anyway.
LATE_AFTER = time(15)
# Civil Code 2015 Art. 148(6): the last day lasts until midnight.
END_OF_DAY = time(23, 59, 59)

_OFFICE_HOURS = N_("Hours are office hours: 7:30 to 11:30 and 13:00 to 17:00 on working days.")


class Run(NamedTuple):
    """Where one run starts and ends; `last_plain` is its end before a day off moved it."""

    start: date
    due_on: date
    due_at: datetime
    last_plain: date
    reasons: tuple[Message, ...]


def count(received_at: datetime, limit: Limit, calendar: WorkCalendar) -> Run:
    """Where the run that starts with a receipt at `received_at` ends; ValueError outside the calendar."""
    arrived = received_at.astimezone(VIETNAM)
    start = calendar.next_working(arrived.date())
    reasons = _arrival_reasons(arrived.date(), start, calendar)
    if limit.same_day and start == arrived.date() and arrived.time() > LATE_AFTER:
        start = calendar.next_working(start + ONE_DAY)
        reasons.append(Message(N_("It arrived after 15:00, so it counts from %(start)s."), {"start": start}))
    if limit.unit == "hour":
        at = after_hours(received_at, limit.amount, calendar)
        reasons.append(Message(_OFFICE_HOURS))
        return Run(start, at.date(), at, at.date(), tuple(reasons))
    plain = _plain_end(start, limit, calendar)
    due_on = calendar.next_working(plain)
    if due_on != plain:
        reasons.append(_rolled(plain, due_on, calendar))
    return Run(start, due_on, datetime.combine(due_on, END_OF_DAY, VIETNAM), plain, tuple(reasons))


def _plain_end(start: date, limit: Limit, calendar: WorkCalendar) -> date:
    if limit.unit == "working_day":
        return calendar.add(start, limit.amount)
    if limit.unit == "day":
        return start + timedelta(days=limit.amount)
    return _months_later(start, limit.amount)


def _months_later(start: date, months: int) -> date:
    """The same day of a later month, or its last day when it has no such day (Civil Code Art. 148(3))."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def days(received_at: datetime, limit: Limit, run: Run, calendar: WorkCalendar) -> Iterator[Day]:
    """Every day of a run, from the arrival to the due day."""
    arrived_on = local_date(received_at)
    number = 0
    for n in range((run.due_on - arrived_on).days + 1):
        day = arrived_on + ONE_DAY * n
        off = calendar.day_off(day)
        if day <= run.start:
            number = _number(-1, day, received_at, limit, run, calendar) if day == run.start else 0
            yield _first_day(day, arrived_on, run, off, number)
        elif off and (limit.unit in ("working_day", "hour") or day > run.last_plain):
            yield Day(day, "off", off=off)
        else:
            number = _number(number, day, received_at, limit, run, calendar)
            yield Day(day, "due" if day == run.due_on else "counted", number, off)


def _first_day(day: date, arrived_on: date, run: Run, off: Text | None, number: int) -> Day:
    if day == run.start:
        return Day(day, "due" if day == run.due_on else "received", number)
    return Day(day, "received" if day == arrived_on else "off", off=off)


def _number(
    before: int, day: date, received_at: datetime, limit: Limit, run: Run, calendar: WorkCalendar
) -> int:
    if limit.unit == "hour":
        end = min(run.due_at, datetime.combine(day, END_OF_DAY, VIETNAM))
        return int(hours_between(received_at, end, calendar) / timedelta(hours=1))
    return before if day > run.last_plain else before + 1


def _arrival_reasons(arrived_on: date, start: date, calendar: WorkCalendar) -> list[Message]:
    off = calendar.day_off(arrived_on)
    if off is None:
        return []
    msgid = N_("It arrived on a day off (%(off)s), so it counts as received on %(start)s.")
    return [Message(msgid, {"off": off, "start": start})]


def _rolled(plain: date, due_on: date, calendar: WorkCalendar) -> Message:
    off = calendar.day_off(plain) or {}
    msgid = N_("The last day, %(last)s, is a day off (%(off)s), so the deadline moves to %(due)s.")
    return Message(msgid, {"last": plain, "off": off, "due": due_on})


def local_date(moment: datetime) -> date:
    """The date in Vietnam at an aware moment."""
    return moment.astimezone(VIETNAM).date()
