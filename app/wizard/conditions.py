"""Conditions of steps, questions and prefill rules: small literal dicts evaluated over answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.wizard.dates import years_between

Answers = Mapping[str, Any]
Rule = dict[str, Any]
Operator = Callable[[Any, Answers, date], bool]


def holds(rule: Rule | None, answers: Answers, today: date) -> bool:
    """Whether `rule` is true of `answers`: no rule always is, an unanswered question satisfies none."""
    if rule is None:
        return True
    return all(OPERATORS[name](arguments, answers, today) for name, arguments in rule.items())


def look(path: str, answers: Answers) -> Any:
    """The answer at a dotted path ("mother.birth_date"), None when there is none."""
    if "." not in path:
        return answers.get(path)
    value: Any = answers
    for part in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def measure(operand: str | dict[str, str], answers: Answers, today: date) -> Any:
    """The value of a path, or of {"count"|"days_since"|"years_since": path}; None when unanswered."""
    if isinstance(operand, str):
        return look(operand, answers)
    ((name, path),) = operand.items()
    return MEASURES[name](look(path, answers), today)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _count(value: Any, today: date) -> int:
    return len(value) if isinstance(value, list) else 0


def _days_since(value: Any, today: date) -> int | None:
    day = _day(value)
    return None if day is None else (today - day).days


def _years_since(value: Any, today: date) -> int | None:
    day = _day(value)
    return None if day is None else years_between(day, today)


def _order(arguments: Any, answers: Answers, today: date) -> int | None:
    operand, limit = arguments
    value = measure(operand, answers, today)
    limit = today.isoformat() if limit == "today" else limit
    if isinstance(value, str) != isinstance(limit, str) or not isinstance(value, int | float | str):
        return None
    return int(value > limit) - int(value < limit)  # type: ignore[operator]  # both text or both numbers


def _in(arguments: Any, answers: Answers, today: date) -> bool:
    path, values = arguments
    return look(path, answers) in values


def _equals(arguments: Any, answers: Answers, today: date) -> bool:
    path, wanted = arguments
    value = look(path, answers)
    return type(value) is type(wanted) and bool(value == wanted)


def _includes(arguments: Any, answers: Answers, today: date) -> bool:
    path, wanted = arguments
    value = look(path, answers)
    return isinstance(value, list) and wanted in value


def _older_than(arguments: Any, answers: Answers, today: date) -> bool:
    path, years = arguments
    age = _years_since(look(path, answers), today)
    return age is not None and age >= years


OPERATORS: dict[str, Operator] = {
    "equals": _equals,
    "in": _in,
    "includes": _includes,
    "answered": lambda path, answers, today: look(path, answers) not in (None, "", []),
    "greater": lambda arguments, answers, today: _order(arguments, answers, today) == 1,
    "less": lambda arguments, answers, today: _order(arguments, answers, today) == -1,
    "older_than": _older_than,
    "all": lambda rules, answers, today: all(holds(rule, answers, today) for rule in rules),
    "any": lambda rules, answers, today: any(holds(rule, answers, today) for rule in rules),
    "not": lambda rule, answers, today: not holds(rule, answers, today),
}

MEASURES: dict[str, Callable[[Any, date], int | None]] = {
    "count": _count,
    "days_since": _days_since,
    "years_since": _years_since,
}
