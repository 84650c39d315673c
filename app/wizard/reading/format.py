"""The published description of the definition format: a JSON Schema that editors and agencies check with."""

from __future__ import annotations

from typing import Any

import msgspec

from app.texts import LANGS
from app.wizard.reading.schema import DIALECT, Schema
from app.wizard.rules.conditions import OPERATORS
from app.wizard.rules.measures import EXPRESSIONS
from app.wizard.rules.moments import UNITS
from app.wizard.structure import Definition

_ANY_TEXT = {"type": "object", "additionalProperties": {"type": "string"}}
_TEXT = {
    "description": "The same text in Vietnamese and English; both are mandatory.",
    "type": "object",
    "properties": {lang: {"type": "string", "minLength": 1} for lang in LANGS},
    "required": list(LANGS),
    "additionalProperties": False,
}
_TEXT_REFERENCE = {"$ref": "#/$defs/Text"}
_ANYTHING: dict[str, Any] = {}
_PLUS = {
    "description": "By years, months and days, then by working days of public offices; negative is before.",
    "type": "object",
    "properties": {unit: {"type": "integer"} for unit in UNITS},
    "additionalProperties": False,
}
_MOMENT = {
    "description": 'A day: "today", an ISO date, a question, or one of these moved.',
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {
                "today": {"const": True},
                "date": {"type": "string", "format": "date"},
                "question": {"type": "string"},
                "plus": _PLUS,
            },
            "additionalProperties": False,
        },
    ],
}
_EXPRESSION = {
    "description": "A number, a question, or one of the named ways to work a value out.",
    "anyOf": [
        {"type": "number"},
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": dict.fromkeys(EXPRESSIONS, _ANYTHING),
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
        },
    ],
}
_RULE = {
    "description": "All operators of the object must hold; only earlier questions can be named.",
    "type": "object",
    "properties": {name: {} for name in OPERATORS},
    "minProperties": 1,
    "additionalProperties": False,
}


def format_schema() -> Schema:
    """JSON Schema 2020-12 of a definition; whether its parts fit each other `definition.check` says."""
    generated = _named(msgspec.json.schema(Definition))
    shared = {"Text": _TEXT, "Rule": _RULE, "Moment": _MOMENT, "Expression": _EXPRESSION}
    definitions = {**generated.pop("$defs"), **shared}
    head = {
        "$schema": DIALECT,
        "$id": "urn:form-definition",
        "title": "Form definition",
        "description": "A form an agency publishes: steps, questions, conditions. A version never changes.",
    }
    return {**head, **generated, "$defs": definitions}


def text_fields() -> frozenset[str]:
    """The names of the fields that hold a bilingual text, wherever they stand in a definition."""
    structs = _named(msgspec.json.schema(Definition))["$defs"].values()
    fields = [field for struct in structs for field in struct.get("properties", {}).items()]
    return frozenset(name for name, field in fields if _TEXT_REFERENCE in (field, *field.get("anyOf", ())))


def _shared(node: Schema, key: str) -> str | None:
    """The shared part that a field of this name holds."""
    if key == "when":
        return "Rule"
    if key in ("of", "per") and "type" not in node:
        return "Expression"
    return "Moment" if key in ("earliest", "latest") and "anyOf" not in node else None


def _referred(node: Schema, name: str) -> Schema:
    """A reference to a shared part; optional where the part is."""
    reference = {"$ref": f"#/$defs/{name}"}
    return {"anyOf": [reference, {"type": "null"}], "default": None} if "default" in node else reference


def _named(node: Any, key: str = "") -> Any:
    """`node` with bilingual texts and conditions referred to by name."""
    if isinstance(node, list | tuple):
        return [_named(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if node == _ANY_TEXT:
        return _TEXT_REFERENCE
    shared = _shared(node, key)
    if shared is not None:
        return _referred(node, shared)
    return {name: _named(entry, name) for name, entry in node.items() if name != "discriminator"}
