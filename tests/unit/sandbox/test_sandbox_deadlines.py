"""The agency's own count of working days."""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from pathlib import Path

import pytest

from app.sandbox.agencies.deadlines import due_at, is_working_day
from app.sandbox.agencies.offices import offices
from app.sandbox.clock import VIETNAM

HERE = Path(__file__)
SHARED = Path(os.environ.get("PORTAL_SHARED_DATA", HERE.parents[4] / "shared" / "domain" / "data"))


def received(day: str, hour: int = 9) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), VIETNAM).replace(hour=hour)


@pytest.mark.parametrize(
    ("day", "hour", "working_days", "due"),
    [
        ("2026-11-23", 9, 0, "2026-11-23"),
        ("2026-11-23", 14, 0, "2026-11-23"),
        ("2026-11-23", 15, 0, "2026-11-25"),
        ("2026-11-27", 16, 0, "2026-11-30"),
        ("2026-11-28", 9, 0, "2026-11-30"),
        ("2026-11-23", 9, 5, "2026-12-01"),
        ("2026-11-23", 15, 5, "2026-12-02"),
        ("2019-04-26", 9, 5, "2019-05-07"),
    ],
)
def test_the_day_of_receipt_and_late_hours_do_not_count(
    day: str, hour: int, working_days: int, due: str
) -> None:
    found = due_at(received(day, hour), working_days)

    assert (found.date().isoformat(), found.hour) == (due, 17)


def test_culture_day_is_a_day_off_since_2026() -> None:
    assert not is_working_day(date(2026, 11, 24))
    assert is_working_day(date(2025, 11, 24))


def test_a_swapped_saturday_is_worked() -> None:
    assert is_working_day(date(2019, 5, 4))
    assert not is_working_day(date(2019, 4, 29))


def test_published_vectors_hold() -> None:
    vectors = SHARED / "reference" / "deadline_vectors.json"
    if not vectors.is_file():
        pytest.skip(f"the deadline vectors are not at {vectors}")

    for vector in json.loads(vectors.read_text(encoding="utf-8"))["working_day_vectors"]:
        found = due_at(received(vector["received"]), vector["working_days"])
        assert found.date().isoformat() == vector["due"], vector["why"]


def test_every_province_has_its_own_agency_code() -> None:
    provinces = offices().provinces

    codes = [office.code for office in provinces.values()]
    assert len(provinces) == 34 and len(set(codes)) == 34
    assert all(code.startswith("000.00.00.H") for code in codes)
