"""Dates, times, numbers and money as people in each language write them."""

from __future__ import annotations

from datetime import date, datetime

from app.clock import VIETNAM

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def day(value: date | datetime | None, lang: str) -> str:
    """21/11/2026 in Vietnamese, 21 November 2026 in English; a moment is taken in Vietnam's time."""
    if value is None:
        return ""
    local = _local(value)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}" if lang == "en" else f"{local:%d/%m/%Y}"


def weekday(value: date | datetime | None, lang: str) -> str:
    """The date with its day of the week: thứ Sáu 27/11/2026, Friday 27 November 2026."""
    if value is None:
        return ""
    names = _WEEKDAYS["en" if lang == "en" else "vi"]
    return f"{names[_local(value).weekday()]} {day(value, lang)}"


def time(value: datetime | None) -> str:
    """14:32, Vietnam's time."""
    return f"{value.astimezone(VIETNAM):%H:%M}" if value else ""


def moment(value: datetime | None, lang: str) -> str:
    """14:32, 21/11/2026."""
    return f"{time(value)}, {day(value, lang)}" if value else ""


def number(value: int | float, lang: str, decimals: int = 1) -> str:
    """5.665 in Vietnamese, 5,665 in English; `decimals` of them where there is a fraction."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.{decimals}f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def money(dong: int | None, lang: str) -> str:
    """135.000 ₫ in Vietnamese, VND 135,000 in English."""
    if dong is None:
        return ""
    return f"VND {number(dong, lang)}" if lang == "en" else f"{number(dong, lang)}\N{NO-BREAK SPACE}₫"


def size(octets: int, lang: str) -> str:
    """A file's size in KB or MB, rounded as people read it."""
    if octets < 1024 * 1024:
        return f"{max(1, round(octets / 1024))} KB"
    return f"{number(round(octets / 1024 / 1024, 1), lang)} MB"


def _local(value: date | datetime) -> date:
    return value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value
