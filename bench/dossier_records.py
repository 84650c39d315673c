"""Realistic dossiers by the million: seeded, skewed by agency, date and person."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

SEED = 20201
BUSINESS = "0101243150"
BUSINESS_DOSSIERS = 5_000
DAYS = 190
_FIRST_DAY = date(2026, 1, 5)
_STATUSES = (10, 9, 4, 2, 1, 5, 6, 3, 7, 8)
_STATUS_WEIGHTS = (70, 12, 8, 3, 2, 1.5, 1, 1, 1, 0.5)
_ENDED = {3, 7, 8, 9, 10}
_AGENCIES = [f"H{number:02d}" for number in range(1, 64)] + [f"G{number:02d}" for number in range(1, 23)]
PROCEDURES = [f"{1 + number % 3}.{1000 + number * 7:06d}" for number in range(900)]
_SUBJECTS = ("Đăng ký khai sinh", "Cấp đổi giấy phép lái xe", "Đăng ký hộ kinh doanh", "Chứng thực bản sao")


def lines(size: int) -> Iterator[bytes]:
    """`size` records as JSON lines; one business has 5,000 of them, or a tenth when they are fewer."""
    chance = random.Random(SEED)
    weights = list(accumulate(1 / (rank + 1) ** 0.9 for rank in range(len(_AGENCIES))))
    procedures = list(accumulate(1 / (rank + 1) for rank in range(len(PROCEDURES))))
    days = [_FIRST_DAY + timedelta(days=number) for number in range(DAYS)]
    # Monday has most, Sunday almost none.
    busy = list(accumulate((30, 24, 22, 20, 18, 4, 1)[day.weekday()] for day in days))
    every = max(10, size // BUSINESS_DOSSIERS)
    numbers: dict[tuple[str, date], int] = {}
    status_sums = list(accumulate(_STATUS_WEIGHTS))
    for start in range(0, size, 10_000):
        count = min(10_000, size - start)
        for number, agency, procedure, day, status in zip(
            range(start, start + count),
            chance.choices(_AGENCIES, cum_weights=weights, k=count),
            chance.choices(PROCEDURES, cum_weights=procedures, k=count),
            chance.choices(days, cum_weights=busy, k=count),
            chance.choices(_STATUSES, cum_weights=status_sums, k=count),
            strict=True,
        ):
            place = numbers[agency, day] = numbers.get((agency, day), 0) + 1
            holder = BUSINESS if number % every == 0 else person(number * 7919 % (size * 2 // 3 + 1))
            yield _line(agency, procedure, day, place, status, holder, number)


def code(agency: str, day: date, place: int) -> str:
    """The old form while four digits are enough, the present-day form after."""
    if place < 10_000:
        return f"000.00.00.{agency}-{day:%y%m%d}-{place:04d}"
    return f"{agency}.01-{day:%Y%m%d}-{place:07d}"


def person(number: int) -> str:
    """An ID number of twelve digits."""
    return f"0{1 + number % 96:02d}1{number % 100:02d}{number % 1_000_000:06d}"


def _line(agency: str, procedure: str, day: date, place: int, status: int, holder: str, number: int) -> bytes:
    due = day + timedelta(days=3 + number % 20)
    end = day + timedelta(days=1 + number % 23)
    finished = f',"finished_at":"{end}T08:{number % 60:02d}:00Z"' if status in _ENDED else ""
    business = holder == BUSINESS
    subject = f',"subject":"{_SUBJECTS[number % 4]}"' if business or number % 3 == 0 else ""
    kind = "organisation" if business else "citizen"
    return (
        f'{{"code":"{code(agency, day, place)}","procedure_code":"{procedure}",'
        f'"agency_code":"{agency}.{number % 40:02d}","locality_code":"{number % 3321:05d}",'
        f'"holder":"{holder}","holder_kind":"{kind}","phone":"09{number % 100_000_000:08d}",'
        f'"status":{status},"version":4,"channel":{1 + number % 3},'
        f'"received_at":"{day}T0{1 + number % 8}:{number % 60:02d}:00Z","due_at":"{due}T10:00:00Z"'
        f"{finished}{subject}}}\n"
    ).encode()
