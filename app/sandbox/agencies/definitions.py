"""The forms agencies publish: every version immutable, each with the JSON Schema of its answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from app.sandbox.agencies.blocks import written_out
from app.sandbox.errors import Unknown


class BadDefinition(Exception):
    """A definition or schema file is wrong; the message names the file and the reason."""


@dataclass(frozen=True)
class Definition:
    """One version of one form."""

    id: str
    version: int
    content: dict[str, Any]
    schema: dict[str, Any]

    @property
    def procedure(self) -> str:
        """The code of the procedure the form applies for."""
        return str(self.content["procedure"])

    def complaints(self, answers: dict[str, Any]) -> list[dict[str, str]]:
        """What the schema finds wrong with `answers`, each with its path."""
        validator = Draft202012Validator(self.schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        return [
            {"path": "$.answers" + error.json_path[1:], "message": error.message[:300]}
            for error in sorted(validator.iter_errors(answers), key=lambda error: error.json_path)
        ]


class Definitions:
    """Every published definition, read once; a file that is wrong stops the start."""

    def __init__(self, folder: Path) -> None:
        schemas = sorted(folder.glob("*/*.schema.json"))
        found = [_read(path.with_name(path.name.replace(".schema", "")), path) for path in schemas]
        self._by_name = {(one.id, one.version): one for one in found}

    def publish(self, content: dict[str, Any], schema: dict[str, Any]) -> None:
        """One more version, until the next start; raises BadDefinition for one that is published already."""
        Draft202012Validator.check_schema(schema)
        found = Definition(str(content["id"]), int(content["version"]), content, schema)
        if (found.id, found.version) in self._by_name:
            raise BadDefinition(f"{found.id} version {found.version} is published, and never changes")
        self._by_name[found.id, found.version] = found

    def all(self) -> list[Definition]:
        """All of them, by id and version."""
        return [self._by_name[name] for name in sorted(self._by_name)]

    def get(self, definition_id: str, version: int) -> Definition:
        """One version; raises Unknown."""
        if (definition_id, version) not in self._by_name:
            raise Unknown("There is no such definition.")
        return self._by_name[definition_id, version]


@cache
def _checked_schema(content: bytes) -> dict[str, Any]:
    """Checking costs more than everything else at the start, and published schemas never change."""
    schema = msgspec.json.decode(content, type=dict[str, Any])
    Draft202012Validator.check_schema(schema)
    return schema


@cache
def _content(written: bytes, blocks: Path) -> dict[str, Any]:
    """Writing the blocks out comes next in cost; a published version and its blocks never change."""
    content: dict[str, Any] = written_out(msgspec.json.decode(written, type=dict[str, Any]), blocks)
    return content


def _read(path: Path, schema_path: Path) -> Definition:
    try:
        content = _content(path.read_bytes(), path.parent.parent / "blocks")
        schema = _checked_schema(schema_path.read_bytes())
        found = Definition(path.parent.name, int(path.stem), content, schema)
        named = (content["id"], content["version"], found.procedure)
    except (OSError, ValueError, KeyError, SchemaError) as error:
        raise BadDefinition(f"{path}: {error}") from error
    if named[:2] != (found.id, found.version):
        raise BadDefinition(f"{path}: says it is {named[0]} version {named[1]}")
    return found
