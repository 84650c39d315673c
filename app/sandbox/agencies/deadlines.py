"""When an agency must have finished, counted in Vietnamese working days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

from app.sandbox.clock import VIETNAM

LATEST_HAND_IN = time(15, 0)
END_OF_WORK = time(17, 0)


def due_at(received_at: datetime, working_days: int) -> datetime:
    """The end of the last working day; 0 means the day of receipt itself.

    Received after 15:00 or on a day off counts as received on the next working day; the day of
    receipt is not counted (Decree 61/2018 Art. 18, Civil Code 2015 Art. 147).
    """
    local = received_at.astimezone(VIETNAM)
    day = local.date()
    if local.time() >= LATEST_HAND_IN or not is_working_day(day):
        day = next_working_day(day)
    for _ in range(working_days):
        day = next_working_day(day)
    return datetime.combine(day, END_OF_WORK, VIETNAM)


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_working_day(day: date) -> bool:
    """Monday to Friday without public holidays, and Saturdays worked instead of a bridge day."""
    return bool(_calendar().is_working_day(day))


@cache
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("VN")
