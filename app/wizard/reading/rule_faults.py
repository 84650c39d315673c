"""What is wrong with a condition: unknown operators and questions, values that can never be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.wizard.question_types.person import PersonQuestion
from app.wizard.question_types.table import TableQuestion
from app.wizard.questions import Question
from app.wizard.rules.conditions import AGES, ITEMS, MOMENTS, OPERATORS, ORDERS
from app.wizard.rules.measures import EXPRESSIONS, MEASURES
from app.wizard.rules.moments import moment_faults, moment_path
from app.wizard.structure import Step

Found = Iterator[tuple[str, str]]
# What a condition may refer to: a question, or the step of a repeating group.
Known = Mapping[str, Question | Step]


def rule_faults(path: str, rule: Any, known: Known) -> Found:
    """Every (path, message) of a rule that may refer to `known`."""
    if not isinstance(rule, dict) or not rule:
        yield path, "a condition is an object with at least one operator"
        return
    for name, arguments in rule.items():
        if name not in OPERATORS:
            yield path, f"unknown operator {name!r}, known: {', '.join(OPERATORS)}"
        else:
            yield from _arguments(f"{path}.{name}", name, arguments, known)


def _arguments(path: str, name: str, arguments: Any, known: Known) -> Found:
    if name in ("all", "any"):
        if not isinstance(arguments, list) or not arguments:
            yield path, "needs a list of conditions"
            return
        for number, rule in enumerate(arguments):
            yield from rule_faults(f"{path}[{number}]", rule, known)
    elif name == "not":
        yield from rule_faults(path, arguments, known)
    elif name == "answered":
        yield from path_faults(path, arguments, known)
    elif not isinstance(arguments, list) or len(arguments) != 2:
        yield path, "needs a list of two: what is compared, and with what"
    elif name in ORDERS:
        yield from _order(path, arguments, known)
    elif name in MOMENTS:
        for written in arguments:
            yield from moment_in(path, written, known)
    elif name in ITEMS:
        yield from _items(path, arguments, known)
    else:
        yield from path_faults(path, arguments[0], known)
        yield from _constants(path, name, arguments, known)


def _order(path: str, arguments: list[Any], known: Known) -> Found:
    yield from measure_faults(path, arguments[0], known)
    limit = arguments[1]
    if isinstance(limit, dict) and set(limit) == {"question"}:
        yield from path_faults(path, limit["question"], known)
    elif isinstance(limit, bool) or not isinstance(limit, int | float | str):
        yield path, "compares with a number, an ISO date, 'today' or {\"question\": …}"


def _items(path: str, arguments: list[Any], known: Known) -> Found:
    inner = _inside(arguments[0], known)
    if inner is None:
        yield path, f"{arguments[0]!r} is neither a repeating step nor a table before this"
    else:
        yield from rule_faults(f"{path}[1]", arguments[1], {**known, **inner})


def _inside(group: Any, known: Known) -> dict[str, Question] | None:
    found = known.get(group) if isinstance(group, str) else None
    if isinstance(found, Step):
        return {question.key: question for question in found.questions}
    if isinstance(found, TableQuestion):
        return {column.key: column for column in found.columns}
    return None


def moment_in(path: str, written: Any, known: Known) -> Found:
    """What is wrong with a moment that may refer to `known`."""
    wrong = moment_faults(written)
    if wrong:
        yield path, wrong
        return
    named = moment_path(written)
    if named is not None:
        yield from path_faults(path, named, known)


def measure_faults(path: str, operand: Any, known: Known) -> Found:
    """What is wrong with a path or a measure."""
    if not isinstance(operand, dict):
        yield from path_faults(path, operand, known)
        return
    names = set(operand) - {"where"}
    unknown = sorted(names - set(MEASURES))
    if len(names) != 1 or unknown:
        yield (
            path,
            f"unknown measure {', '.join(map(repr, unknown)) or '(none)'}, known: {', '.join(MEASURES)}",
        )
        return
    (measured,) = (operand[name] for name in names)
    listed = measured if "sum" in names and isinstance(measured, list) else [measured]
    if not listed or not all(isinstance(one, str) for one in listed):
        yield path, "measures a question, or sums up a list of them"
        return
    for named in listed:
        if "count" in operand or ("sum" in operand and isinstance(operand["sum"], str)):
            yield from _counted(path, named, known)
        else:
            yield from path_faults(path, named, known)
    if "where" in operand:
        if "count" not in operand or (inner := _inside(operand["count"], known)) is None:
            yield f"{path}.where", "only items of a repeating step or rows of a table can be chosen"
        else:
            yield from rule_faults(f"{path}.where", operand["where"], {**known, **inner})


def _counted(path: str, named: str, known: Known) -> Found:
    group, _, part = named.partition(".")
    if group not in known:
        yield path, f"unknown or later question {group!r}"
        return
    if part and part not in (_inside(group, known) or {}):
        yield path, f"{group!r} has no column or question {part!r}"


def expression_faults(path: str, expression: Any, known: Known) -> Found:
    """What is wrong with an expression that may refer to `known`."""
    if isinstance(expression, bool) or expression is None:
        yield path, "needs a number, a question or an expression"
    elif isinstance(expression, int | float):
        return
    elif isinstance(expression, str):
        yield from path_faults(path, expression, known)
    elif not isinstance(expression, dict) or len(expression) != 1 or not set(expression) <= set(EXPRESSIONS):
        yield path, f"needs exactly one of {', '.join(EXPRESSIONS)}"
    else:
        ((name, of),) = expression.items()
        yield from _expression(f"{path}.{name}", name, of, known)


def _expression(path: str, name: str, of: Any, known: Known) -> Found:
    if name == "age":
        yield from path_faults(path, of, known)
    elif name == "moment":
        yield from moment_in(path, of, known)
    elif name == "measure":
        yield from measure_faults(path, of, known)
    elif name in ("fee", "deadline"):
        yield path, "is written true, and stands alone in a calculated question"
    elif not isinstance(of, list) or len(of) < 2 or (name in ("minus", "percent") and len(of) != 2):
        yield path, "needs a list of two"
    else:
        for number, part in enumerate(of):
            yield from expression_faults(f"{path}[{number}]", part, known)


def path_faults(path: str, key: Any, known: Known) -> Found:
    """What is wrong with a dotted path."""
    if not isinstance(key, str):
        yield path, "names no question"
        return
    root, _, part = key.partition(".")
    if root not in known:
        yield path, f"unknown or later question {root!r}"
        return
    question = known[root]
    if isinstance(question, Step):
        yield path, f"{root!r} is a repeating step: only its items can be counted"
        return
    names = {field.key.removeprefix(f"{root}-") for field in question.parts()}
    if part and isinstance(question, PersonQuestion) and part not in names:
        yield path, f"{root!r} has no part {part!r}"


def _constants(path: str, name: str, arguments: list[Any], known: Known) -> Found:
    if name in AGES:
        if isinstance(arguments[1], bool) or not isinstance(arguments[1], int):
            yield path, "needs a number of years"
        return
    values = arguments[1] if name == "in" else [arguments[1]]
    if not isinstance(values, list) or not values:
        yield path, "needs a list of values"
        return
    question = known.get(arguments[0]) if isinstance(arguments[0], str) else None
    possible = question.constants() if isinstance(question, Question) else None
    for value in values:
        if not isinstance(value, str | bool | int | float):
            yield path, "compares with a text, a number, true or false"
        elif possible is not None and (not isinstance(value, str | bool) or value not in possible):
            yield path, f"{arguments[0]!r} can never be {value!r}"
