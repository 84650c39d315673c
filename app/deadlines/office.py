"""Office hours, for limits given in hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from app.clock import VIETNAM
from app.deadlines.calendar import ONE_DAY, WorkCalendar

Period = tuple[time, time]

# Eight hours a day as the Labour Code has it. Each province sets its own hours; these are the commonest,
# and an agency that keeps others passes its own periods.
COMMON_HOURS: tuple[Period, ...] = ((time(7, 30), time(11, 30)), (time(13, 0), time(17, 0)))


def after_hours(
    moment: datetime, hours: int, calendar: WorkCalendar, periods: Sequence[Period] = COMMON_HOURS
) -> datetime:
    """The moment, in Vietnam's time, when `hours` office hours have passed since the aware `moment`."""
    now = moment.astimezone(VIETNAM)
    left = timedelta(hours=hours)
    while True:
        day = calendar.next_working(now.date())
        for opens, closes in periods:
            begins = max(now, _at(day, opens))
            open_for = max(_at(day, closes) - begins, timedelta(0))
            if left <= open_for:
                return begins + left
            left -= open_for
        now = _at(day + ONE_DAY, time(0))


def hours_between(
    start: datetime, end: datetime, calendar: WorkCalendar, periods: Sequence[Period] = COMMON_HOURS
) -> timedelta:
    """The office time between two aware moments."""
    first, last = start.astimezone(VIETNAM), end.astimezone(VIETNAM)
    passed = timedelta(0)
    for n in range((last.date() - first.date()).days + 1):
        day = first.date() + ONE_DAY * n
        if calendar.is_working(day):
            pieces = ((max(first, _at(day, opens)), min(last, _at(day, closes))) for opens, closes in periods)
            passed += sum((max(to - begin, timedelta(0)) for begin, to in pieces), timedelta(0))
    return passed


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, VIETNAM)
