"""Conditions of steps, questions, options, papers, fees: small literal dicts evaluated over answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.wizard.measures import measure, measured_paths
from app.wizard.moments import TODAY, moment, moment_path
from app.wizard.paths import look, root

Answers = Mapping[str, Any]
Rule = dict[str, Any]
Operator = Callable[[Any, Answers, date], bool]


def holds(rule: Rule | None, answers: Answers, today: date) -> bool:
    """Whether `rule` is true of `answers`: no rule always is, an unanswered question satisfies none."""
    if rule is not None:
        for name, arguments in rule.items():
            if not OPERATORS[name](arguments, answers, today):
                return False
    return True


def paths(rule: Rule | None) -> list[str]:
    """Every path a rule looks at, in its order; of rules over items only the group's."""
    found = [path for name, arguments in (rule or {}).items() for path in _paths(name, arguments)]
    return list(dict.fromkeys(found))


def roots(rule: Rule | None) -> set[str]:
    """The questions and groups a rule looks at."""
    return {root(path) for path in paths(rule)}


def _paths(name: str, arguments: Any) -> list[str]:
    if name in ("all", "any"):
        return [path for rule in arguments for path in paths(rule)]
    if name == "not":
        return paths(arguments)
    if name == "answered":
        return [arguments]
    if name in MOMENTS:
        return [path for path in map(moment_path, arguments) if path]
    other = arguments[1].get("question") if isinstance(arguments[1], dict) else None
    return [*measured_paths(arguments[0]), *([other] if name in ORDERS and other else [])]


def _order(arguments: Any, answers: Answers, today: date) -> int | None:
    """-1, 0 or 1 as the left side is less than, equal to or greater than the right; None if it cannot be."""
    value = measure(arguments[0], answers, today, holds)
    limit = _limit(arguments[1], answers, today)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(limit, bool) or not isinstance(limit, int | float | str):
        return None
    if isinstance(value, str) != isinstance(limit, str):
        return None
    # ISO dates, months and times compare as texts.
    return int(value > limit) - int(value < limit)  # type: ignore[operator]  # both text or both numbers


def _limit(written: Any, answers: Answers, today: date) -> Any:
    if written == TODAY:
        return today.isoformat()
    return look(written["question"], answers) if isinstance(written, Mapping) else written


def _ordered(*wanted: int) -> Operator:
    return lambda arguments, answers, today: _order(arguments, answers, today) in wanted


def _compared(meets: Callable[[date, date], bool]) -> Operator:
    def judge(arguments: Any, answers: Answers, today: date) -> bool:
        one, other = (moment(written, answers, today) for written in arguments)
        return one is not None and other is not None and meets(one, other)

    return judge


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


def _aged(arguments: Any, answers: Answers, today: date) -> bool:
    path, years = arguments
    age = measure({"years_since": path}, answers, today, holds)
    return age is not None and age >= years


def _younger(arguments: Any, answers: Answers, today: date) -> bool:
    path, years = arguments
    age = measure({"years_since": path}, answers, today, holds)
    return age is not None and age < years


# Asked of every step of a form at every request: plain loops cost half of `all()` and `any()`.
def _all(rules: Any, answers: Answers, today: date) -> bool:
    for rule in rules:  # noqa: SIM110
        if not holds(rule, answers, today):
            return False
    return True


def _any(rules: Any, answers: Answers, today: date) -> bool:
    for rule in rules:  # noqa: SIM110
        if holds(rule, answers, today):
            return True
    return False


def _over_items(judge: Callable[[list[bool]], bool]) -> Operator:
    def over(arguments: Any, answers: Answers, today: date) -> bool:
        path, rule = arguments
        items = look(path, answers)
        if not isinstance(items, list):
            return False
        return judge([holds(rule, {**answers, **item}, today) for item in items])

    return over


ORDERS: dict[str, Operator] = {
    "greater": _ordered(1),
    "less": _ordered(-1),
    "at_least": _ordered(1, 0),
    "at_most": _ordered(-1, 0),
}
MOMENTS: dict[str, Operator] = {
    "before": _compared(lambda one, other: one < other),
    "after": _compared(lambda one, other: one > other),
    "on_or_before": _compared(lambda one, other: one <= other),
    "on_or_after": _compared(lambda one, other: one >= other),
}
AGES: dict[str, Operator] = {"age_at_least": _aged, "age_below": _younger, "older_than": _aged}
ITEMS: dict[str, Operator] = {
    "some": _over_items(any),
    "every": _over_items(lambda found: bool(found) and all(found)),
}
OPERATORS: dict[str, Operator] = {
    "equals": _equals,
    "in": _in,
    "includes": _includes,
    "answered": lambda path, answers, today: look(path, answers) not in (None, "", []),
    **ORDERS,
    **MOMENTS,
    **AGES,
    **ITEMS,
    "all": _all,
    "any": _any,
    "not": lambda rule, answers, today: not holds(rule, answers, today),
}
