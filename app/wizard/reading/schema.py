"""JSON Schema 2020-12 of what a definition lets people send, for the agency's side to validate with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.wizard.questions import Question
from app.wizard.rules.conditions import Rule, roots
from app.wizard.structure import Definition, Repeat, Step

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def answers_schema(definition: Definition) -> Schema:
    """The schema of `relevant_answers`.

    What a condition hides must be absent and what it shows must be present, except where the condition
    measures time or refers from a repeated item to an answer outside it: JSON Schema cannot say that.
    """
    parts = _Parts()
    for step in definition.steps:
        if step.repeat:
            parts.add(step.key, _group(step, step.repeat), [step.when], needed=step.repeat.min > 0)
            continue
        for question in step.questions:
            parts.ask(question, [step.when, question.when])
    head = {
        "$schema": DIALECT,
        "$id": f"urn:form:{definition.id}:{definition.version}:answers",
        "title": definition.title["vi"],
        "description": definition.title["en"],
    }
    return head | parts.schema()


class _Parts:
    """An object's properties, with when each must be there or must not."""

    def __init__(self) -> None:
        self._properties: Schema = {}
        self._required: list[str] = []
        self._rules: list[Schema] = []

    def ask(self, question: Question, conditions: list[Rule | None], *, said: bool = True) -> None:
        """A question's answer; with `said` false its conditions cannot be said in a schema."""
        if question.type != "information":
            schema = {"title": question.label["vi"], **question.schema()}
            self.add(question.key, schema, conditions, needed=question.required, said=said)

    def add(
        self, key: str, schema: Schema, conditions: list[Rule | None], *, needed: bool, said: bool = True
    ) -> None:
        """A property, required or forbidden as its conditions say."""
        self._properties[key] = schema
        given = [rule for rule in conditions if rule is not None]
        if not given:
            self._required += [key] if needed else []
            return
        clauses = [_condition(rule) for rule in given]
        if None in clauses or not said:
            return
        then = {"then": {"required": [key]}} if needed else {}
        self._rules.append({"if": _together(clauses), **then, "else": {"properties": {key: False}}})

    def schema(self) -> Schema:
        """The object's schema."""
        rules = {"allOf": self._rules} if self._rules else {}
        return {
            "type": "object",
            "properties": self._properties,
            "required": self._required,
            "additionalProperties": False,
            **rules,
        }


def _group(step: Step, repeat: Repeat) -> Schema:
    parts = _Parts()
    own = {question.key for question in step.questions}
    for question in step.questions:
        parts.ask(question, [question.when], said=roots(question.when) <= own)
    return {
        "type": "array",
        "title": step.title["vi"],
        "items": parts.schema(),
        "minItems": max(repeat.min, 1),
        "maxItems": repeat.max,
    }


def _together(clauses: list[Schema | None]) -> Schema:
    return clauses[0] or {} if len(clauses) == 1 else {"allOf": clauses}


def _condition(rule: Rule) -> Schema | None:
    """The schema an object meets exactly when `rule` holds of it, None when none can say so."""
    clauses = [_CLAUSES[name](arguments) if name in _CLAUSES else None for name, arguments in rule.items()]
    return None if None in clauses else _together(clauses)


def _combined(word: str, rules: list[Rule]) -> Schema | None:
    clauses = [_condition(rule) for rule in rules]
    return None if None in clauses else {word: clauses}


def _negated(rule: Rule) -> Schema | None:
    clause = _condition(rule)
    return None if clause is None else {"not": clause}


def _compared(name: str, operand: Any, limit: Any) -> Schema | None:
    if isinstance(limit, str | dict):
        return None
    if isinstance(operand, str):
        return _has(operand, {"type": "number", _BOUNDS[name]: limit})
    if set(operand) == {"count"}:
        return _counted(name, operand["count"], limit)
    return None


def _counted(name: str, group: str, limit: Any) -> Schema | None:
    """Counting items; a group that is absent counts as none."""
    if not isinstance(limit, int):
        return None
    if name in ("at_least", "at_most"):
        name, limit = ("greater", limit - 1) if name == "at_least" else ("less", limit + 1)
    if name == "less":
        at_least = _has(group, {"type": "array", "minItems": max(limit, 0)})
        return {"not": at_least} if limit > 0 else {"not": {}}
    return _has(group, {"type": "array", "minItems": limit + 1}) if limit >= 0 else {}


def _has(path: str, schema: Schema) -> Schema:
    """An object with something at a dotted path that meets `schema`."""
    for part in reversed(path.split(".")):
        schema = {"type": "object", "properties": {part: schema}, "required": [part]}
    return schema


_BOUNDS = {
    "greater": "exclusiveMinimum",
    "less": "exclusiveMaximum",
    "at_least": "minimum",
    "at_most": "maximum",
}
_CLAUSES: dict[str, Callable[[Any], Schema | None]] = {
    "equals": lambda arguments: _has(arguments[0], {"const": arguments[1]}),
    "in": lambda arguments: _has(arguments[0], {"enum": arguments[1]}),
    "includes": lambda arguments: _has(arguments[0], {"type": "array", "contains": {"const": arguments[1]}}),
    "answered": lambda path: _has(path, {}),
    "greater": lambda arguments: _compared("greater", *arguments),
    "less": lambda arguments: _compared("less", *arguments),
    "at_least": lambda arguments: _compared("at_least", *arguments),
    "at_most": lambda arguments: _compared("at_most", *arguments),
    "all": lambda rules: _combined("allOf", rules),
    "any": lambda rules: _combined("anyOf", rules),
    "not": _negated,
}
