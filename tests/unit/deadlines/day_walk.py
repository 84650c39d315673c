"""Due days found by walking day by day over a list of facts, sharing nothing with the code under test.

Run as a module to print the frozen cases around Tết again.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
CASES = HERE / "tet_cases.tsv"
TET = [
    *("2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12"),
    *("2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06"),
]
ARRIVALS = (-21, -12, -8, -5, -4, -3, -2, -1, 0, 2, 4, 7)
LIMITS = [(amount, "working_day") for amount in (1, 3, 5, 10, 20, 0)]
LIMITS += [(7, "day"), (10, "day"), (15, "day"), (30, "day"), (1, "month")]

FACTS = [line.split() for line in (HERE / "days_2015_2027.txt").read_text().splitlines() if line[0] != "#"]
OFF = {day for day, kind in FACTS if kind == "off"}
WORKED = {day for day, kind in FACTS if kind == "worked"}


def works(day: date) -> bool:
    """Whether offices work on a day between 2015 and 2027."""
    return str(day) in WORKED or (day.weekday() < 5 and str(day) not in OFF)


def walk(received: date, amount: int, unit: str) -> date:
    """The due day of something that came in on a morning."""
    day = received
    while not works(day):
        day += timedelta(1)
    if unit == "working_day":
        left = amount
        while left:
            day += timedelta(1)
            left -= works(day)
        return day
    for _ in range(amount):
        day += timedelta(1) if unit == "day" else timedelta(month_length(day))
    while not works(day):
        day += timedelta(1)
    return day


def month_length(day: date) -> int:
    """How many days later the same day of the next month is, for days every month has."""
    assert day.day <= 28
    return (date(day.year + day.month // 12, day.month % 12 + 1, day.day) - day).days


def cases() -> list[str]:
    """Arrival, limit and due day around every Tết, three limits a day."""
    lines = []
    for year, new_year in enumerate(TET):
        for place, offset in enumerate(ARRIVALS):
            received = date.fromisoformat(new_year) + timedelta(offset)
            for step in range(3):
                amount, unit = LIMITS[(year + place * 3 + step * 4) % len(LIMITS)]
                if unit == "month" and received.day > 20:
                    amount, unit = 2, "working_day"
                lines.append(f"{received}\t{amount}\t{unit}\t{walk(received, amount, unit)}")
    return lines


if __name__ == "__main__":
    CASES.write_text("\n".join(cases()) + "\n")
