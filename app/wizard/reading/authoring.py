"""What authors of definitions run: checking every file of a folder, and compiling each to its schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from app.wizard.reading.blocks import Block, BlockError, expand
from app.wizard.reading.definition import DefinitionError, Fault, check, load
from app.wizard.reading.format import format_schema
from app.wizard.reading.schema import answers_schema
from app.wizard.structure import Definition

SCHEMA_SUFFIX = ".schema.json"
BLOCKS = "blocks"


def check_files(folder: Path) -> list[str]:
    """Every fault of every definition below `folder`, as "file: path: message"."""
    return [
        f"{file.relative_to(folder)}: {fault}"
        for file in definition_files(folder)
        for fault in faults_of(file)
    ]


def faults_of(file: Path) -> list[Fault]:
    """Every fault of one definition file, also that it lies in the wrong place."""
    try:
        raw = published(file)
    except DefinitionError as error:
        return error.faults
    named = f"{raw.get('id')}/{raw.get('version')}"
    misplaced = named != f"{file.parent.name}/{file.stem}"
    stray = [Fault("id", f"the file does not lie at {named}.json")] if misplaced else []
    return [*check(raw), *stray]


def published(file: Path) -> dict[str, Any]:
    """The definition in `file` with its blocks written out; DefinitionError when it cannot be read."""
    try:
        raw = msgspec.json.decode(file.read_bytes())
        expanded = expand(raw, lambda name: _block(file.parent.parent / BLOCKS, name))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DefinitionError([Fault("", f"not JSON: {error}")]) from error
    except BlockError as error:
        raise DefinitionError([Fault(error.path, error.message)]) from error
    if not isinstance(expanded, dict):
        raise DefinitionError([Fault("", "not an object")])
    return expanded


def read(file: Path) -> Definition:
    """The definition in `file`; DefinitionError with every fault when it is wrong."""
    return load(published(file))


def compile_files(folder: Path) -> list[Path]:
    """The schemas written beside the definitions below `folder`; DefinitionError when one is wrong."""
    return [_write(schema_file(file), schema_of(file)) for file in definition_files(folder)]


def compile_format(file: Path) -> Path:
    """The schema of the format itself, written to `file`."""
    return _write(file, format_schema())


def definition_files(folder: Path) -> Iterator[Path]:
    """Every definition below `folder`, without the schemas beside them and the blocks they share."""
    found = sorted(folder.rglob("*.json"))
    return (file for file in found if not file.name.endswith(SCHEMA_SUFFIX) and file.parent.name != BLOCKS)


def schema_file(definition: Path) -> Path:
    """Where the schema of a definition file lies: 1.json → 1.schema.json."""
    return definition.with_name(definition.stem + SCHEMA_SUFFIX)


def schema_of(definition: Path) -> dict[str, Any]:
    """The schema of the answers to a definition file; DefinitionError when it is wrong."""
    return answers_schema(read(definition))


def _block(folder: Path, name: str) -> Block | None:
    file = folder / f"{name}.json"
    if not name.replace("_", "").replace("-", "").isalnum() or not file.is_file():
        return None
    block: Block = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    return block


def _write(file: Path, schema: dict[str, Any]) -> Path:
    file.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return file
