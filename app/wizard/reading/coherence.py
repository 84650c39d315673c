"""Whether the parts of a definition fit each other: keys, conditions, prefill, what names what."""

from __future__ import annotations

import re
from typing import Any

from app.wizard.question_types.address import AddressQuestion
from app.wizard.question_types.calculated import CalculatedQuestion
from app.wizard.questions import Question
from app.wizard.reading.reachability import unreachable
from app.wizard.reading.rule_faults import (
    Found,
    Known,
    expression_faults,
    moment_in,
    path_faults,
    rule_faults,
)
from app.wizard.reading.service_faults import service_faults
from app.wizard.structure import MOST_ITEMS, Definition, Step

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}", re.ASCII)
_PROCEDURE = re.compile(r"[0-9A-Za-z.-]{1,40}", re.ASCII)
_MOST_VERSIONS = 1_000_000
_CONCEPT = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+", re.ASCII)


def incoherences(definition: Definition) -> Found:
    """Every (path, message) of parts that do not fit."""
    yield from _head(definition)
    known: dict[str, Question | Step] = {}
    steps: set[str] = set()
    # Answers are kept by question, or by step where a step repeats: one name for each.
    taken: set[str] = set()
    faulty = False
    for number, step in enumerate(definition.steps):
        found = list(_step(f"steps[{number}]", step, known, steps, taken))
        faulty = faulty or bool(found)
        yield from found
        known |= {step.key: step} if step.repeat else {question.key: question for question in step.questions}
    yield from _references(definition, known)
    found = list(service_faults(definition, known))
    yield from found
    if not (faulty or found):
        yield from unreachable(definition)


def _head(definition: Definition) -> Found:
    if not _ID.fullmatch(definition.id):
        yield "id", f"not a lower-case name with hyphens: {definition.id!r}"
    if not 1 <= definition.version <= _MOST_VERSIONS:
        yield "version", f"not 1 to {_MOST_VERSIONS}"
    if not _PROCEDURE.fullmatch(definition.procedure):
        yield "procedure", f"not the code of a procedure: {definition.procedure!r}"
    if definition.minutes < 1:
        yield "minutes", "less than 1"
    if not definition.steps:
        yield "steps", "no step"


def _step(path: str, step: Step, known: Known, steps: set[str], taken: set[str]) -> Found:
    yield from _key(f"{path}.key", step.key, steps)
    if step.repeat:
        yield from _key(f"{path}.key", step.key, taken)
    if step.when is not None:
        yield from rule_faults(f"{path}.when", step.when, known)
    if not step.questions:
        yield f"{path}.questions", "no question"
    earlier = dict(known)
    for number, question in enumerate(step.questions):
        yield from _key(f"{path}.questions[{number}].key", question.key, taken)
        yield from _question(f"{path}.questions[{number}]", step, question, earlier)
        earlier[question.key] = question
    yield from _repeat(f"{path}.repeat", step)


def _key(path: str, key: str, taken: set[str]) -> Found:
    if not _KEY.fullmatch(key):
        yield path, f"not a lower-case name with underscores: {key!r}"
    if key in taken:
        yield path, f"the key {key!r} appears twice"
    taken.add(key)


def _question(path: str, step: Step, question: Question, earlier: Known) -> Found:
    if question.when is not None:
        yield from rule_faults(f"{path}.when", question.when, earlier)
    if question.name is None and question.label["vi"].rstrip().endswith("?"):
        yield f"{path}.name", "missing: the label is a question, so messages need a name for the answer"
    wrong = question.faults()
    for field, message in wrong:
        yield f"{path}.{field}", message
    for field, rule in question.conditions():
        yield from rule_faults(f"{path}.{field}", rule, earlier)
    for field, written in question.moments() if not wrong else ():
        yield from moment_in(f"{path}.{field}", written, earlier)
    if isinstance(question, CalculatedQuestion) and not (question.is_fee or question.is_deadline):
        yield from expression_faults(f"{path}.of", question.of, earlier)
    if question.concept is not None and not _CONCEPT.fullmatch(question.concept):
        yield f"{path}.concept", f"not of the form person.phone: {question.concept!r}"
    yield from _prefill(path, step, question, earlier)


def _prefill(path: str, step: Step, question: Question, earlier: Known) -> Found:
    if (question.prefill or question.concept) and step.repeat:
        yield f"{path}.prefill", "not possible in a repeating step"
    if question.locked and not question.prefill:
        yield f"{path}.locked", "nothing fills it in"
    for number, rule in enumerate(question.prefill):
        at = f"{path}.prefill[{number}]"
        if rule.when is not None:
            yield from rule_faults(f"{at}.when", rule.when, earlier)
        yield from _mapping(f"{at}.value", rule.value)
        if rule.source == "answers" and isinstance(rule.value, str):
            yield from path_faults(f"{at}.value", rule.value, earlier)


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
        if key and (not isinstance(named, Question) or named.type != field):
            yield f"contact.{field}", f"no {field} question {key!r}"
    for path in definition.subjects:
        if path.partition(".")[0] not in known:
            yield "subject", f"unknown question {path!r}"
