"""The day a form is judged on, and the only calendar its rules may ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

Works = Callable[[date], bool]
"""Whether public offices work on a day; raises ValueError for days it knows nothing of."""


class Today(date):
    """A day in Vietnam on which answers are judged, with the working days known then.

    The same day with the same calendar judges the same answers alike, whenever it is asked again.
    """

    works: Works

    @classmethod
    def on(cls, day: date, works: Works) -> Today:
        """`day` as a day to judge on."""
        today = cls(day.year, day.month, day.day)
        today.works = works
        return today


def worked(start: date, count: int, today: date) -> date | None:
    """The `count`-th working day after `start` (before it for a negative one), `start` itself for 0.

    None where the calendar ends; TypeError when `today` came without one.
    """
    if not isinstance(today, Today):
        raise TypeError("working days are counted on a day with a calendar: Today.on(day, works)")
    step = timedelta(days=1 if count > 0 else -1)
    day, left = start, abs(count)
    try:
        while left:
            day += step
            left -= today.works(day)
    except (ValueError, OverflowError):
        return None
    return day
