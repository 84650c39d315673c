"""Steps and questions that no answers can bring up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

from app.wizard.questions import Question
from app.wizard.rules.conditions import OPERATORS, Rule, roots
from app.wizard.structure import Definition, Step

# Possible answers are tried out one by one; beyond this many a step counts as reachable.
_MOST = 20_000
_ANY_DAY = date(2000, 1, 1)
Maybe = bool | None


def unreachable(definition: Definition) -> Iterator[tuple[str, str]]:
    """The (path, message) of every condition that can never hold, whatever is answered before it."""
    for number, step in enumerate(definition.steps):
        if step.when is not None and not _possible(definition, [step.when]):
            yield f"steps[{number}].when", "can never hold: nobody reaches this step"
            continue
        for place, question in enumerate(step.questions):
            rules = [rule for rule in (step.when, question.when) if rule is not None]
            if question.when is not None and not _possible(definition, rules):
                yield f"steps[{number}].questions[{place}].when", "can never hold: nobody is asked this"


def _possible(definition: Definition, rules: list[Rule]) -> bool:
    closed = _closed(definition, rules)
    choices = {key: [None, *sorted(values, key=str)] for key, values in closed.items() if values}
    count = 1
    for values in choices.values():
        count *= len(values)
    if count > _MOST:
        return True
    return any(
        _consistent(definition, rules, dict(zip(choices, picked, strict=True)))
        for picked in product(*choices.values())
    )


def _closed(definition: Definition, rules: list[Rule]) -> dict[str, frozenset[Any] | None]:
    """Every question the rules depend on, also through the conditions of others, with its values."""
    found: dict[str, frozenset[Any] | None] = {}
    waiting = [key for rule in rules for key in roots(rule)]
    while waiting:
        key = waiting.pop()
        home = definition.homes.get(key)
        if key in found or home is None:
            continue
        question = definition.question(key)
        found[key] = question.constants() if question.type in ("choice", "yes_no") else None
        waiting += [name for rule in _conditions(home, question) for name in roots(rule)]
    return found


def _consistent(definition: Definition, rules: list[Rule], picked: Mapping[str, Any]) -> bool:
    """Whether the rules may hold, and everything that is answered may have been asked."""
    if any(_judge(rule, picked) is False for rule in rules):
        return False
    given = [key for key, value in picked.items() if value is not None]
    return all(
        _judge(rule, picked) is not False
        for key in given
        for rule in _conditions(definition.homes[key], definition.question(key))
    )


def _conditions(step: Step, question: Question) -> list[Rule]:
    return [rule for rule in (step.when, question.when) if rule is not None]


def _judge(rule: Rule, picked: Mapping[str, Any]) -> Maybe:
    """True, False, or None where it depends on answers that are not tried out."""
    return _every([_operator(name, arguments, picked) for name, arguments in rule.items()])


def _operator(name: str, arguments: Any, picked: Mapping[str, Any]) -> Maybe:
    if name == "all":
        return _every([_judge(rule, picked) for rule in arguments])
    if name == "any":
        found = _every([_not(_judge(rule, picked)) for rule in arguments])
        return _not(found)
    if name == "not":
        return _not(_judge(arguments, picked))
    if name in ("equals", "in", "answered"):
        path = arguments if name == "answered" else arguments[0]
        if path in picked:
            return OPERATORS[name](arguments)(picked, _ANY_DAY)
    return None


def _every(found: list[Maybe]) -> Maybe:
    if False in found:
        return False
    return None if None in found else True


def _not(found: Maybe) -> Maybe:
    return None if found is None else not found
