"""The published description of the definition format: a JSON Schema that editors and agencies check with."""

from __future__ import annotations

from typing import Any

import msgspec

from app.texts import LANGS
from app.wizard.conditions import OPERATORS
from app.wizard.schema import DIALECT, Schema
from app.wizard.structure import Definition

_ANY_TEXT = {"type": "object", "additionalProperties": {"type": "string"}}
_TEXT = {
    "description": "The same text in Vietnamese and English; both are mandatory.",
    "type": "object",
    "properties": {lang: {"type": "string", "minLength": 1} for lang in LANGS},
    "required": list(LANGS),
    "additionalProperties": False,
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
    definitions = {**generated.pop("$defs"), "Text": _TEXT, "Rule": _RULE}
    head = {
        "$schema": DIALECT,
        "$id": "urn:form-definition",
        "title": "Form definition",
        "description": "A form an agency publishes: steps, questions, conditions. A version never changes.",
    }
    return {**head, **generated, "$defs": definitions}


def _named(node: Any, key: str = "") -> Any:
    """`node` with bilingual texts and conditions referred to by name."""
    if isinstance(node, list | tuple):
        return [_named(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if node == _ANY_TEXT:
        return {"$ref": "#/$defs/Text"}
    if key == "when":
        return {"anyOf": [{"$ref": "#/$defs/Rule"}, {"type": "null"}], "default": None}
    return {name: _named(entry, name) for name, entry in node.items() if name != "discriminator"}
