"""Days that rules speak of: today, a fixed date, the date of an answer, and a while before or after these."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.wizard.rules.paths import look
from app.wizard.rules.today import worked

TODAY = "today"
UNITS = ("days", "months", "years", "working_days")
_LENGTH = len("2026-11-22")
_MONTH_LENGTH = len("2026-11")


def moment(written: Any, answers: Mapping[str, Any], today: date) -> date | None:
    """The day `written` means: "today", an ISO date, a path, or {"today"|"date"|"question", "plus"}.

    None while the question is unanswered, and where a sum leaves the calendar.
    """
    if isinstance(written, str):
        return _named(written, answers, today)
    if not isinstance(written, Mapping):
        return None
    base = _base(written, answers, today)
    return base and _moved(base, written.get("plus") or {}, today)


def day(value: Any) -> date | None:
    """The date an ISO text says, None when it says none."""
    if not isinstance(value, str) or len(value) != _LENGTH:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def shifted(start: date, plus: Mapping[str, int]) -> date | None:
    """`start` moved by years, months and days; a day a month does not have becomes its last."""
    months = start.year * 12 + start.month - 1 + 12 * plus.get("years", 0) + plus.get("months", 0)
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    try:
        return date(year, month + 1, min(start.day, last)) + timedelta(days=plus.get("days", 0))
    except OverflowError:
        return None


def moment_faults(written: Any) -> str | None:
    """What is wrong with the shape of a moment, None when nothing is."""
    if isinstance(written, str) and written:
        return None
    if not isinstance(written, dict):
        return 'needs "today", an ISO date, a question, or one of these with "plus"'
    bases = [name for name in (TODAY, "date", "question") if name in written]
    unknown = sorted(set(written) - {TODAY, "date", "question", "plus"})
    if unknown or len(bases) != 1:
        return 'needs exactly one of "today", "date" and "question", and perhaps "plus"'
    return _base_fault(written) or _plus_fault(written.get("plus", {}))


def moment_path(written: Any) -> str | None:
    """The question a moment refers to, None when it refers to none."""
    if isinstance(written, str):
        return None if written == TODAY or day(written) else written
    question = written.get("question") if isinstance(written, Mapping) else None
    return question if isinstance(question, str) else None


def _base_fault(written: dict[str, Any]) -> str | None:
    if "date" in written and day(written["date"]) is None:
        return f"not an ISO date: {written['date']!r}"
    if written.get(TODAY, True) is not True:
        return '"today" is written true'
    return None if isinstance(written.get("question", ""), str) else "names no question"


def _plus_fault(plus: Any) -> str | None:
    wrong = not isinstance(plus, dict) or any(
        unit not in UNITS or isinstance(amount, bool) or not isinstance(amount, int)
        for unit, amount in plus.items()
    )
    return f'"plus" takes whole numbers of {", ".join(UNITS)}' if wrong else None


def _moved(start: date, plus: Mapping[str, int], today: date) -> date | None:
    """Working days are counted last: {"days": 59, "working_days": 1} is day 60, or the next one worked."""
    end, count = shifted(start, plus), plus.get("working_days", 0)
    return worked(end, count, today) if end and count else end


def _base(written: Mapping[str, Any], answers: Mapping[str, Any], today: date) -> date | None:
    if TODAY in written:
        return today
    if "date" in written:
        return day(written["date"])
    return _first_day(look(str(written.get("question", "")), answers))


def _named(written: str, answers: Mapping[str, Any], today: date) -> date | None:
    if written == TODAY:
        return today
    return day(written) or _first_day(look(written, answers))


def _first_day(answer: Any) -> date | None:
    """The day of a date, the first day of a month ("2026-11") or of a year asked for alone (2026)."""
    if isinstance(answer, int) and not isinstance(answer, bool):
        return date(answer, 1, 1) if date.min.year <= answer <= date.max.year else None
    is_month = isinstance(answer, str) and len(answer) == _MONTH_LENGTH
    return day(f"{answer}-01" if is_month else answer)
