"""Whether the parts of a definition fit each other: keys, conditions, prefill, what names what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from app.wizard.conditions import MEASURES, OPERATORS
from app.wizard.question_types.address import AddressQuestion
from app.wizard.question_types.person import PersonQuestion
from app.wizard.questions import Question
from app.wizard.structure import MOST_ITEMS, Definition, Step

Found = Iterator[tuple[str, str]]
# What a condition may refer to: a question, or None for a repeating group.
Known = Mapping[str, Question | None]

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}", re.ASCII)


def incoherences(definition: Definition) -> Found:
    """Every (path, message) of parts that do not fit."""
    yield from _head(definition)
    known: dict[str, Question | None] = {}
    steps: set[str] = set()
    # Answers are kept by question, or by step where a step repeats: one name for each.
    taken: set[str] = set()
    for number, step in enumerate(definition.steps):
        path = f"steps[{number}]"
        yield from _key(f"{path}.key", step.key, steps)
        if step.repeat:
            yield from _key(f"{path}.key", step.key, taken)
        if step.when is not None:
            yield from _rule(f"{path}.when", step.when, known)
        yield from _questions(path, step, known, taken)
        yield from _repeat(f"{path}.repeat", step)
        known |= {step.key: None} if step.repeat else {question.key: question for question in step.questions}
    yield from _references(definition, known)


def _head(definition: Definition) -> Found:
    if not _ID.fullmatch(definition.id):
        yield "id", f"not a lower-case name with hyphens: {definition.id!r}"
    if definition.version < 1:
        yield "version", "less than 1"
    if definition.minutes < 1:
        yield "minutes", "less than 1"
    if not definition.steps:
        yield "steps", "no step"


def _key(path: str, key: str, taken: set[str]) -> Found:
    if not _KEY.fullmatch(key):
        yield path, f"not a lower-case name with underscores: {key!r}"
    if key in taken:
        yield path, f"the key {key!r} appears twice"
    taken.add(key)


def _questions(path: str, step: Step, known: Known, taken: set[str]) -> Found:
    if not step.questions:
        yield f"{path}.questions", "no question"
    earlier = dict(known)
    for number, question in enumerate(step.questions):
        at = f"{path}.questions[{number}]"
        yield from _key(f"{at}.key", question.key, taken)
        if question.when is not None:
            yield from _rule(f"{at}.when", question.when, earlier)
        if question.name is None and question.label["vi"].rstrip().endswith("?"):
            yield f"{at}.name", "missing: the label is a question, so messages need a name for the answer"
        for field, message in question.faults():
            yield f"{at}.{field}", message
        yield from _prefill(at, step, question, earlier)
        earlier[question.key] = question


def _prefill(path: str, step: Step, question: Question, earlier: Known) -> Found:
    if question.prefill and step.repeat:
        yield f"{path}.prefill", "not possible in a repeating step"
    for number, rule in enumerate(question.prefill):
        at = f"{path}.prefill[{number}]"
        if rule.when is not None:
            yield from _rule(f"{at}.when", rule.when, earlier)
        yield from _mapping(f"{at}.value", rule.value)
        if rule.source == "answers" and isinstance(rule.value, str):
            yield from _path(f"{at}.value", rule.value, earlier)


def _mapping(path: str, value: Any) -> Found:
    if isinstance(value, str) or (isinstance(value, dict) and set(value) == {"literal"}):
        return
    if not isinstance(value, dict) or not value:
        yield path, 'neither a path, nor {"literal": value}, nor a mapping of parts to these'
        return
    for part, source in value.items():
        yield from _mapping(f"{path}.{part}", source)


def _repeat(path: str, step: Step) -> Found:
    if step.repeat is None:
        return
    if not 0 <= step.repeat.min <= step.repeat.max <= MOST_ITEMS or step.repeat.max < 1:
        yield path, f"not 0 <= min <= max <= {MOST_ITEMS}"
    if step.repeat.named_by and step.repeat.named_by not in {question.key for question in step.questions}:
        yield f"{path}.named_by", f"no such question in the step: {step.repeat.named_by!r}"


def _references(definition: Definition, known: Known) -> Found:
    if definition.locality is not None:
        question = known.get(definition.locality)
        if not isinstance(question, AddressQuestion) or question.free or question.schemes != ("2025",):
            yield "locality", "must name an address question of scheme 2025 only, without free text"
    for field, key in (("phone", definition.contact.phone), ("email", definition.contact.email)):
        named = known.get(key) if key else None
        if key and (named is None or named.type != field):
            yield f"contact.{field}", f"no {field} question {key!r}"
    if definition.subject and definition.subject.partition(".")[0] not in known:
        yield "subject", f"unknown question {definition.subject!r}"


def _rule(path: str, rule: Any, known: Known) -> Found:
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
            yield from _rule(f"{path}[{number}]", rule, known)
    elif name == "not":
        yield from _rule(path, arguments, known)
    elif name == "answered":
        yield from _path(path, arguments, known)
    elif not isinstance(arguments, list) or len(arguments) != 2:
        yield path, "needs a list of two: what is compared, and with what"
    elif name in ("greater", "less"):
        yield from _operand(path, arguments[0], known)
        if isinstance(arguments[1], bool) or not isinstance(arguments[1], int | float | str):
            yield path, "compares with a number, an ISO date or 'today'"
    else:
        yield from _path(path, arguments[0], known)
        yield from _constants(path, name, arguments, known)


def _operand(path: str, operand: Any, known: Known) -> Found:
    if not isinstance(operand, dict):
        yield from _path(path, operand, known)
        return
    for name, of in operand.items():
        if name not in MEASURES or len(operand) != 1:
            yield path, f"unknown measure {name!r}, known: {', '.join(MEASURES)}"
        else:
            yield from _path(path, of, known, group=name == "count")


def _path(path: str, key: Any, known: Known, *, group: bool = False) -> Found:
    if not isinstance(key, str):
        yield path, "names no question"
        return
    root, _, part = key.partition(".")
    if root not in known:
        yield path, f"unknown or later question {root!r}"
        return
    question = known[root]
    if question is None and not group:
        yield path, f"{root!r} is a repeating step: only its items can be counted"
    names = {field.key.removeprefix(f"{root}-") for field in question.parts()} if question else set()
    if part and isinstance(question, PersonQuestion) and part not in names:
        yield path, f"{root!r} has no part {part!r}"


def _constants(path: str, name: str, arguments: list[Any], known: Known) -> Found:
    if name == "older_than":
        if isinstance(arguments[1], bool) or not isinstance(arguments[1], int):
            yield path, "needs a number of years"
        return
    values = arguments[1] if name == "in" else [arguments[1]]
    if not isinstance(values, list) or not values:
        yield path, "needs a list of values"
        return
    question = known.get(arguments[0]) if isinstance(arguments[0], str) else None
    possible = question.constants() if question else None
    for value in values:
        if possible is not None and (not isinstance(value, str | bool) or value not in possible):
            yield path, f"{arguments[0]!r} can never be {value!r}"
