"""Dates as people write them, and in Vietnamese words as the printed birth form wants them."""

from __future__ import annotations

from datetime import date

from app import formatting

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_YEAR_LENGTH = 4


def shown(value: str, lang: str) -> str:
    """An ISO date, or a bare year, as people write it; anything else unchanged."""
    if len(value) == _YEAR_LENGTH:
        return value
    try:
        return formatting.day(date.fromisoformat(value), lang)
    except ValueError:
        return value


def in_words(day: date) -> str:
    """The date in Vietnamese words, for example "ngày mồng một tháng tư năm hai nghìn không trăm mười"."""
    month = "tư" if day.month == 4 else _tens(day.month)
    return f"ngày {_day(day.day)} tháng {month} năm {_year(day.year)}"


def years_between(start: date, end: date) -> int:
    """Full years from `start` to `end`; someone born on 29 February completes a year on 1 March."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _day(number: int) -> str:
    return f"mồng {_DIGITS[number]}" if number < 10 else _tens(number)


def _tens(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if ones == 0:
        return head
    return f"{head} {_ones(ones, after_ten=tens == 1)}"


def _ones(number: int, *, after_ten: bool) -> str:
    if number == 5:
        return "lăm"
    if number == 1 and not after_ten:
        return "mốt"
    return _DIGITS[number]


def _year(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    if rest == 0:
        return f"{_DIGITS[thousands]} nghìn"
    hundreds, rest = divmod(rest, 100)
    words = f"{_DIGITS[thousands]} nghìn {_DIGITS[hundreds]} trăm"
    if rest == 0:
        return words
    return f"{words} lẻ {_DIGITS[rest]}" if rest < 10 else f"{words} {_tens(rest)}"
