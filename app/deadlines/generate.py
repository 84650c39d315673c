"""Makes data/days_off.tsv from the `holidays` package; run it as a module after upgrading the package.

The portal reads the file and not the package, which would cost every process 17 MB and a fifth of a second.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from holidays.countries.vietnam import Vietnam

from app.deadlines.calendar import DAYS_OFF, FIRST_YEAR, LAST_YEAR, swapped

_SWAPPED_FOR = re.compile(r"(\d{2})/(\d{2})/(\d{4})")
_CLEARER = {"29 of Lunar New Year": "Day before Lunar New Year's Eve"}
Row = tuple[str, str, str, str]


def main(target: Path = DAYS_OFF) -> None:
    """Write the days off, and the weekend days worked instead, of every year the calendar answers for."""
    with target.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, delimiter="\t", lineterminator="\n")
        table.writerow(("day", "kind", "vi", "en"))
        table.writerows(sorted(rows()))


def rows() -> Iterator[Row]:
    """Day, "off" or "worked", and the names of a day off."""
    worked: set[date] = set()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        vietnamese, english = _published(year, "vi"), _published(year, "en_US")
        worked |= vietnamese.weekend_workdays
        for day in vietnamese:
            yield str(day), "off", *_name(vietnamese[day], english[day])
    yield from ((str(day), "worked", "", "") for day in worked if FIRST_YEAR <= day.year <= LAST_YEAR)


def _name(vietnamese: str, english: str) -> tuple[str, str]:
    moved_to = _SWAPPED_FOR.search(vietnamese)
    if not moved_to:
        return vietnamese, _CLEARER.get(english, english)
    day, month, year = map(int, moved_to.groups())
    name = swapped(date(year, month, day))
    return name["vi"], name["en"]


def _published(year: int, language: str) -> Vietnam:
    return Vietnam(years=year, language=language)  # type: ignore[no-untyped-call]  # declares no types


if __name__ == "__main__":
    main()
