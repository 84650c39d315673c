"""Which days public offices in Vietnam work, and why they do not on the others."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.texts import Text

ONE_DAY = timedelta(days=1)
WEEKEND: Text = {"vi": "Cuối tuần", "en": "Weekend"}
FIRST_YEAR, LAST_YEAR = 2000, 2060
DAYS_OFF = Path(__file__).parent / "data" / "days_off.tsv"
SWAPS = Path(__file__).parent / "data" / "swaps.tsv"
_SATURDAY = 5


class Exceptions(NamedTuple):
    """Days off with their names, and weekend days that are worked."""

    off: Mapping[date, Text]
    worked: frozenset[date]


class WorkCalendar:
    """Monday to Friday without public holidays, with the Saturdays worked instead of a moved day.

    Labour Code 2019 Art. 111 and 112, and the yearly decisions on moved working days. Every method
    raises ValueError for years outside 2000–2060.
    """

    def is_working(self, day: date) -> bool:
        """Whether public offices work on `day`."""
        return self.day_off(day) is None

    def day_off(self, day: date) -> Text | None:
        """Why `day` is not worked, None when it is."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(f"no calendar for {day.year}")
        exceptions = _exceptions()
        if day in exceptions.worked:
            return None
        return exceptions.off.get(day) or (WEEKEND if day.weekday() >= _SATURDAY else None)

    def next_working(self, day: date) -> date:
        """`day` itself when it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def add(self, day: date, working_days: int) -> date:
        """The `working_days`-th worked day after `day`, which is not counted; `day` itself for 0."""
        for _ in range(working_days):
            day = self.next_working(day + ONE_DAY)
        return day

    def count(self, first: date, last: date) -> int:
        """How many days from `first` to `last`, both included, are worked."""
        span = (last - first).days + 1
        return sum(self.is_working(first + ONE_DAY * n) for n in range(span))


def swapped(instead: date) -> Text:
    """The name of a day off for which the weekend day `instead` is worked."""
    return {
        "vi": f"Nghỉ hoán đổi, làm bù ngày {instead:%d/%m/%Y}",
        "en": f"Day off, worked on {instead:%d/%m/%Y} instead",
    }


@cache
def _exceptions() -> Exceptions:
    off: dict[date, Text] = {}
    worked: set[date] = set()
    for row in _rows(DAYS_OFF):
        day = date.fromisoformat(row["day"])
        if row["kind"] == "worked":
            worked.add(day)
        else:
            off[day] = {"vi": row["vi"], "en": row["en"]}
    for row in _rows(SWAPS):
        instead = date.fromisoformat(row["worked_instead"])
        off[date.fromisoformat(row["day_off"])] = swapped(instead)
        worked.add(instead)
    return Exceptions(off, frozenset(worked))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t")
