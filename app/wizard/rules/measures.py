"""What rules and fees measure in answers: counts, sums, ages, and arithmetic with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from app.wizard.rules.dates import years_between
from app.wizard.rules.moments import day, moment
from app.wizard.rules.paths import look

_MOST = Decimal(10) ** 18  # more than there is of anything; what is larger cannot be written either
Answers = Mapping[str, Any]
Holds = Callable[[Any, Answers, date], bool]
MEASURES = ("count", "sum", "days_since", "months_since", "years_since")
EXPRESSIONS = ("age", "moment", "measure", "plus", "minus", "times", "percent", "fee", "deadline")


def measure(operand: Any, answers: Answers, today: date, holds: Holds) -> Any:
    """The value of a path, or of {"count"|"sum"|"days_since"|"months_since"|"years_since": path}.

    None when unanswered; `holds` judges the "where" of a count.
    """
    if isinstance(operand, str):
        return look(operand, answers)
    if "count" in operand:
        return _count(operand, answers, today, holds)
    if "sum" in operand:
        return _sum(operand["sum"], answers)
    ((name, path),) = operand.items()
    since = day(look(path, answers))
    return None if since is None else _SINCE[name](since, today)


def measured_paths(operand: Any) -> list[str]:
    """The paths a measure looks at."""
    if isinstance(operand, str):
        return [operand]
    for name in MEASURES:
        if isinstance(operand, dict) and name in operand:
            of = operand[name]
            return [path for path in (of if isinstance(of, list) else [of]) if isinstance(path, str)]
    return []


def expression_paths(expression: Any) -> list[str]:
    """The paths an expression looks at."""
    if isinstance(expression, str):
        return [expression]
    if not isinstance(expression, dict) or len(expression) != 1:
        return []
    ((name, of),) = expression.items()
    if name == "measure":
        return measured_paths(of)
    if name == "moment":
        return []
    return [path for part in (of if isinstance(of, list) else [of]) for path in expression_paths(part)]


def calculate(expression: Any, answers: Answers, today: date, holds: Holds) -> int | float | str | None:
    """The value of an expression; days as ISO dates.

    None while a part of it is unanswered, and where it comes to more than there is of anything.
    """
    if isinstance(expression, int | float):
        return expression
    if isinstance(expression, str):
        found = look(expression, answers)
        return found if _is_number(found) else None
    ((name, of),) = expression.items()
    if name == "age":
        born = day(look(of, answers))
        return None if born is None else years_between(born, today)
    if name == "moment":
        found_day = moment(of, answers, today)
        return None if found_day is None else found_day.isoformat()
    if name == "measure":
        return _numeric(measure(of, answers, today, holds))
    return _arithmetic(name, of, answers, today, holds)


def _arithmetic(name: str, of: list[Any], answers: Answers, today: date, holds: Holds) -> int | None:
    parts = [calculate(part, answers, today, holds) for part in of]
    numbers = [Decimal(str(part)) for part in parts if _is_number(part)]
    if len(numbers) != len(parts):
        return None
    total = numbers[0]
    for number in numbers[1:]:
        total = _STEPS[name](total, number)
        if abs(total) > _MOST:
            return None
    return int(total.to_integral_value(ROUND_FLOOR))


_STEPS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "plus": lambda one, other: one + other,
    "minus": lambda one, other: one - other,
    "times": lambda one, other: one * other,
    "percent": lambda one, other: one * other / 100,
}


def added(numbers: Sequence[int | float]) -> int | float:
    """Their sum as one adds on paper: 0.1 + 65.1 + 34.8 is 100."""
    if all(isinstance(number, int) for number in numbers):
        return sum(numbers)
    return float(sum(Decimal(str(number)) for number in numbers))


def _count(operand: Mapping[str, Any], answers: Answers, today: date, holds: Holds) -> int:
    found = look(operand["count"], answers)
    if not isinstance(found, list):
        return 0
    where = operand.get("where")
    return len(found) if where is None else sum(holds(where, {**answers, **row}, today) for row in found)


def _sum(of: str | list[str], answers: Answers) -> int | float | None:
    if isinstance(of, list):
        found = [look(path, answers) for path in of]
        return added(found) if all(_is_number(value) for value in found) else None
    group, _, part = of.rpartition(".")
    rows = look(group, answers)
    if not isinstance(rows, list):
        return None
    return added([row[part] for row in rows if _is_number(row.get(part))])


_SINCE: dict[str, Callable[[date, date], int]] = {
    "days_since": lambda since, today: (today - since).days,
    "months_since": lambda since, today: (
        (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)
    ),
    "years_since": years_between,
}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _numeric(value: Any) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
