"""English names, life events and province codes: what official records leave out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from app.texts import Text

_TABLES = Path(__file__).parent / "data" / "taxonomy"


class LifeEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An occasion in a person's or a business's life; it gathers official service groups and whole fields."""

    id: str
    kind: Literal["citizen", "business"]
    name: Text
    groups: tuple[str, ...]
    fields: tuple[str, ...] = ()


class Taxonomy:
    """The shipped tables, read once; names are matched regardless of case and spacing."""

    def __init__(self, procedure_names: dict[str, str] | None = None) -> None:
        self._names = procedure_names or {}

    def procedure(self, raw_code: str) -> str | None:
        """The English name of a procedure, by its code as the source writes it."""
        return self._names.get(raw_code) or self._names.get(raw_code.strip())

    def field(self, code: str) -> str | None:
        """The English name of a field (lĩnh vực)."""
        return _fields().get(code)

    def agency(self, name: str) -> str | None:
        """The English name of an agency, by its Vietnamese one."""
        return _agencies().get(_folded(name))

    def group(self, name: str) -> str | None:
        """The English name of a service group or a kind of applicant."""
        return _groups().get(_folded(name))

    def province(self, agency_code: str) -> str | None:
        """The province (code in force since 1 July 2025) whose agency has this code, if any."""
        return _provinces().get(agency_code.split(".", maxsplit=1)[0])

    def life_events(self, group: str) -> list[str]:
        """The ids of the life events a service group belongs to."""
        return _events_by_group().get(_folded(group), [])

    def field_life_events(self, field: str) -> list[str]:
        """The ids of the life events that gather a whole field."""
        return [event.id for event in life_events() if field in event.fields]


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """Every life event, citizens' first, in the order they are shown."""
    return tuple(msgspec.json.decode(_shipped("life_events.json"), type=list[LifeEvent]))


@cache
def everyday() -> tuple[str, ...]:
    """Codes of the procedures most people come for, until the portal's own use says otherwise."""
    return tuple(msgspec.json.decode(_shipped("everyday.json"), type=list[str]))


def read_names(path: Path) -> dict[str, str]:
    """English procedure names from a two-column TSV with a heading; raises `ValueError` naming the line."""
    names: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        columns = line.split("\t")
        if len(columns) != 2:
            raise ValueError(f"{path}:{number}: expected code and English name separated by a tab")
        names[columns[0]] = columns[1].strip()
    return names


@cache
def _fields() -> dict[str, str]:
    return {row[0]: row[2] for row in _rows("fields_en.tsv")}


@cache
def _agencies() -> dict[str, str]:
    return {_folded(row[0]): row[1] for row in _rows("agencies_en.tsv")}


@cache
def _groups() -> dict[str, str]:
    return {_folded(row[0]): row[1] for row in _rows("groups_en.tsv")}


@cache
def _provinces() -> dict[str, str]:
    return {row[0]: row[1] for row in _rows("agency_provinces.tsv")}


@cache
def _events_by_group() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for event in life_events():
        for group in event.groups:
            found.setdefault(_folded(group), []).append(event.id)
    return found


def _folded(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(".")


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in _shipped(name).decode().splitlines()]


def _shipped(name: str) -> bytes:
    return (_TABLES / name).read_bytes()
