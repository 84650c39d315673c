"""Conditions of steps, questions, options, papers, fees: small literal dicts evaluated over answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from operator import ge, gt, le, lt
from typing import Any

from app.wizard.rules.measures import measure, measured_paths
from app.wizard.rules.moments import TODAY, moment, moment_path
from app.wizard.rules.paths import at, look, root

Answers = Mapping[str, Any]
Rule = dict[str, Any]
Judge = Callable[[Answers, date], bool]
Operator = Callable[[Any], Judge]


def holds(rule: Rule | None, answers: Answers, today: date) -> bool:
    """Whether `rule` is true of `answers`: no rule always is, an unanswered question satisfies none."""
    return rule is None or judge(rule)(answers, today)


def judge(rule: Rule) -> Judge:
    """`rule` as a function, for whoever asks it often; its operators must all hold."""
    parts = [OPERATORS[name](arguments) for name, arguments in rule.items()]
    return parts[0] if len(parts) == 1 else _together(parts)


class Conditional:
    """What a definition asks, charges or wants only `when` a rule holds."""

    when: Rule | None

    def applies(self, answers: Answers, today: date) -> bool:
        """Whether it does, given `answers`."""
        return self.when is None or self.judged(answers, today)

    @cached_property
    def judged(self) -> Judge:
        """The rule as a function, for whoever knows that there is one and asks it often."""
        return judge(self.when or {})


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
    return lambda arguments: lambda answers, today: _order(arguments, answers, today) in wanted


def _compared(meets: Callable[[date, date], bool]) -> Operator:
    def compared(arguments: Any) -> Judge:
        one, other = arguments

        def compare(answers: Answers, today: date) -> bool:
            first, second = moment(one, answers, today), moment(other, answers, today)
            return first is not None and second is not None and meets(first, second)

        return compare

    return compared


def _in(arguments: Any) -> Judge:
    path, values = arguments
    find = at(path)
    return lambda answers, today: find(answers) in values


def _equals(arguments: Any) -> Judge:
    path, wanted = arguments
    find, kind = at(path), type(wanted)

    def equals(answers: Answers, today: date) -> bool:
        value = find(answers)
        return type(value) is kind and bool(value == wanted)

    return equals


def _includes(arguments: Any) -> Judge:
    path, wanted = arguments
    find = at(path)

    def includes(answers: Answers, today: date) -> bool:
        value = find(answers)
        return isinstance(value, list) and wanted in value

    return includes


def _answered(path: Any) -> Judge:
    find = at(path)
    return lambda answers, today: find(answers) not in (None, "", [])


def _age(meets: Callable[[Any, Any], bool]) -> Operator:
    def aged(arguments: Any) -> Judge:
        path, years = arguments

        def compare(answers: Answers, today: date) -> bool:
            age = measure({"years_since": path}, answers, today, holds)
            return age is not None and meets(age, years)

        return compare

    return aged


# Asked of every step of a form at every request: plain loops cost half of `all()` and `any()`.
def _together(parts: list[Judge]) -> Judge:
    def together(answers: Answers, today: date) -> bool:
        for part in parts:  # noqa: SIM110
            if not part(answers, today):
                return False
        return True

    return together


def _any(rules: Any) -> Judge:
    parts = [judge(rule) for rule in rules]

    def either(answers: Answers, today: date) -> bool:
        for part in parts:  # noqa: SIM110
            if part(answers, today):
                return True
        return False

    return either


def _not(rule: Any) -> Judge:
    inner = judge(rule)
    return lambda answers, today: not inner(answers, today)


def _over_items(sums_up: Callable[[list[bool]], bool]) -> Operator:
    def over(arguments: Any) -> Judge:
        path, rule = arguments
        inner = judge(rule)

        def items(answers: Answers, today: date) -> bool:
            found = look(path, answers)
            if not isinstance(found, list):
                return False
            return sums_up([inner({**answers, **item}, today) for item in found])

        return items

    return over


ORDERS: dict[str, Operator] = {
    "greater": _ordered(1),
    "less": _ordered(-1),
    "at_least": _ordered(1, 0),
    "at_most": _ordered(-1, 0),
}
MOMENTS: dict[str, Operator] = {
    "before": _compared(lt),
    "after": _compared(gt),
    "on_or_before": _compared(le),
    "on_or_after": _compared(ge),
}
AGES: dict[str, Operator] = {"age_at_least": _age(ge), "age_below": _age(lt), "older_than": _age(ge)}
ITEMS: dict[str, Operator] = {
    "some": _over_items(any),
    "every": _over_items(lambda found: bool(found) and all(found)),
}
OPERATORS: dict[str, Operator] = {
    "equals": _equals,
    "in": _in,
    "includes": _includes,
    "answered": _answered,
    **ORDERS,
    **MOMENTS,
    **AGES,
    **ITEMS,
    "all": lambda rules: _together([judge(rule) for rule in rules]),
    "any": _any,
    "not": _not,
}
