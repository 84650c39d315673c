"""The working calendar against what was announced."""

from __future__ import annotations

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.deadlines.calendar import DAYS_OFF, WorkCalendar
from app.deadlines.generate import main
from tests.unit.deadlines.day_walk import works

REPOSITORY = Path(__file__).parents[3]
SHARED = Path(os.environ.get("PORTAL_SHARED_DATA", REPOSITORY.parent / "shared/domain/data"))
HOLIDAYS = SHARED / "calendar/vn_holidays_2015_2027.csv"
CALENDAR = WorkCalendar()
DAYS = [date(2015, 1, 1) + timedelta(n) for n in range((date(2027, 12, 31) - date(2015, 1, 1)).days + 1)]

# First and last day that offices stayed closed for Tết without a break, as the Government announced it.
TET = [
    ("2015-02-15", "2015-02-23"),
    ("2016-02-06", "2016-02-14"),
    ("2017-01-26", "2017-02-01"),
    ("2018-02-14", "2018-02-20"),
    ("2019-02-02", "2019-02-10"),
    ("2020-01-23", "2020-01-29"),
    ("2021-02-10", "2021-02-16"),
    ("2022-01-29", "2022-02-06"),
    ("2023-01-20", "2023-01-26"),
    ("2024-02-08", "2024-02-14"),
    ("2025-01-25", "2025-02-02"),
    ("2026-02-14", "2026-02-22"),
]
SWAPS = [
    ("2015-01-02", "2014-12-27"),
    ("2018-12-31", "2019-01-05"),
    ("2019-04-29", "2019-05-04"),
    ("2024-04-29", "2024-05-04"),
    ("2025-05-02", "2025-04-26"),
    ("2026-01-02", "2026-01-10"),
    ("2026-08-31", "2026-08-22"),
]


@pytest.mark.parametrize(("first", "last"), TET)
def test_offices_close_for_tet_as_announced(first, last):
    start, end = date.fromisoformat(first), date.fromisoformat(last)

    assert CALENDAR.is_working(start - timedelta(1))
    assert CALENDAR.count(start, end) == 0
    assert CALENDAR.is_working(end + timedelta(1))


@pytest.mark.parametrize(("off", "worked"), SWAPS)
def test_a_moved_working_day_is_off_and_its_saturday_is_worked(off, worked):
    assert not CALENDAR.is_working(date.fromisoformat(off))
    assert CALENDAR.is_working(date.fromisoformat(worked))
    assert date.fromisoformat(worked).weekday() == 5
    assert f"{date.fromisoformat(worked):%d/%m/%Y}" in CALENDAR.day_off(date.fromisoformat(off))["en"]


def test_every_day_of_thirteen_years_agrees_with_the_announced_facts():
    assert [day for day in DAYS if CALENDAR.is_working(day) != works(day)] == []


@pytest.mark.skipif(not HOLIDAYS.exists(), reason=f"no holidays in {HOLIDAYS}")
def test_the_calendar_differs_from_the_gathered_holidays_only_by_the_decision_the_package_lacks():
    with HOLIDAYS.open(encoding="utf-8", newline="") as lines:
        kinds = {row["date"]: row["kind"] for row in csv.DictReader(lines)}

    expected = {
        day: kinds.get(str(day)) == "workday_swap" or (day.weekday() < 5 and str(day) not in kinds)
        for day in DAYS
    }

    differing = [str(day) for day in DAYS if CALENDAR.is_working(day) != expected[day]]
    assert differing == ["2026-01-02", "2026-01-10"]


def test_days_off_are_named_in_both_languages():
    assert CALENDAR.day_off(date(2020, 1, 25)) == {"vi": "Tết Nguyên Đán", "en": "Lunar New Year"}
    assert CALENDAR.day_off(date(2020, 2, 1)) == {"vi": "Cuối tuần", "en": "Weekend"}
    assert CALENDAR.day_off(date(2020, 2, 3)) is None


def test_adding_and_counting_working_days_agree():
    for day in DAYS[::17]:
        for amount in (0, 1, 5, 22):
            later = CALENDAR.add(day, amount)

            assert CALENDAR.count(day + timedelta(1), later) == amount


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2061, 1, 1)])
def test_years_without_a_calendar_are_refused(day):
    with pytest.raises(ValueError, match="no calendar"):
        CALENDAR.is_working(day)


def test_the_shipped_days_are_those_of_the_package(tmp_path):
    main(tmp_path / "days_off.tsv")

    assert (tmp_path / "days_off.tsv").read_text() == DAYS_OFF.read_text()
