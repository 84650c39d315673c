"""What authors of definitions run: checking every file of a folder, and compiling each to its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.wizard.definition import check, load
from app.wizard.format import format_schema
from app.wizard.schema import answers_schema

SCHEMA_SUFFIX = ".schema.json"


def check_files(folder: Path) -> list[str]:
    """Every fault of every definition below `folder`, as "file: path: message"."""
    return [
        f"{file.relative_to(folder)}: {fault.path}: {fault.message}"
        for file in definition_files(folder)
        for fault in check(file.read_bytes())
    ]


def compile_files(folder: Path) -> list[Path]:
    """The schemas written beside the definitions below `folder`; DefinitionError when one is wrong."""
    return [_write(schema_file(file), schema_of(file)) for file in definition_files(folder)]


def compile_format(file: Path) -> Path:
    """The schema of the format itself, written to `file`."""
    return _write(file, format_schema())


def definition_files(folder: Path) -> Iterator[Path]:
    """Every definition below `folder`, without the schemas beside them."""
    return (file for file in sorted(folder.rglob("*.json")) if not file.name.endswith(SCHEMA_SUFFIX))


def schema_file(definition: Path) -> Path:
    """Where the schema of a definition file lies: 1.json → 1.schema.json."""
    return definition.with_name(definition.stem + SCHEMA_SUFFIX)


def schema_of(definition: Path) -> dict[str, Any]:
    """The schema of the answers to a definition file; DefinitionError when it is wrong."""
    return answers_schema(load(definition.read_bytes()))


def _write(file: Path, schema: dict[str, Any]) -> Path:
    file.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return file
