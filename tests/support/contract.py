"""The contract with the agencies (docs/contract/openapi.yaml), and what in a value is not as it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

DOCUMENT = Path(__file__).parents[2] / "docs" / "contract" / "openapi.yaml"
CONTRACT: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))


def validator(name: str) -> Draft202012Validator:
    """Judges values by one of the contract's schemas."""
    resource = Resource.from_contents(CONTRACT | {"$schema": "https://json-schema.org/draft/2020-12/schema"})
    registry: Registry[Any] = Registry().with_resource("urn:contract", resource)
    schema = {"$ref": f"urn:contract#/components/schemas/{name}"}
    return Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


def complaints(name: str, value: Any) -> list[str]:
    """Where and how a value differs from its schema."""
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(value)]
