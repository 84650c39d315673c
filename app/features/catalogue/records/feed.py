"""One page of the agencies' catalogue feed: good items are taken, bad ones reported one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.features.catalogue.records.record import BadRecord, convert
from app.features.catalogue.records.store import CatalogueStore, Incoming, Tally
from app.texts import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """A feed item that was not taken, and why."""

    cursor: str
    code: str
    reason: str


@dataclass(slots=True)
class FeedReport:
    """What a page of the feed did."""

    tally: Tally
    refused: list[Refusal] = field(default_factory=list)


def apply_items(store: CatalogueStore, items: Sequence[dict[str, Any]]) -> FeedReport:
    """Write each item in the feed's order; never raises for an item's content."""
    report = FeedReport(store.tally)
    for item in items:
        try:
            _apply(store, item)
        except BadRecord as error:
            code, cursor = str(item.get("code", ""))[:64], str(item.get("cursor", ""))
            report.refused.append(Refusal(cursor, code, str(error)))
    return report


def _apply(store: CatalogueStore, item: dict[str, Any]) -> None:
    kind, code = item.get("kind"), item.get("code")
    if kind == "withdrawn":
        if not store.withdraw(str(code), _successor(item), _note(item)):
            raise BadRecord(f"{code} is not in the catalogue")
        return
    if kind != "changed":
        raise BadRecord(f"unknown kind {kind!r} - at `$.kind`")
    record = convert(item.get("record"))
    if record.code != code:
        raise BadRecord(f"the item is about {code}, its record about {record.code} - at `$.record.code`")
    store.write([Incoming(record, note=_note(item))])


def _successor(item: dict[str, Any]) -> str | None:
    successor = item.get("successor")
    if successor is None or (isinstance(successor, str) and 0 < len(successor) <= 64):
        return successor
    raise BadRecord("not a code - at `$.successor`")


def _note(item: dict[str, Any]) -> Text | None:
    note = item.get("note")
    if note is None:
        return None
    if not isinstance(note, dict) or not note.get("vi") or set(note) - {"vi", "en"}:
        raise BadRecord("not a bilingual text - at `$.note`")
    if not all(isinstance(words, str) for words in note.values()):
        raise BadRecord("not a bilingual text - at `$.note`")
    return note
