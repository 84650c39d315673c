"""Writing records into the catalogue: who wins over whom, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.features.catalogue.cards import card
from app.features.catalogue.models import CatalogueVersion, Procedure, ProcedureLifeEvent
from app.features.catalogue.records import ProcedureRecord, content_hash, encode
from app.texts import Text

Origin = Literal["builtin", "import", "feed"]


@dataclass(slots=True)
class Tally:
    """How many procedures a write added, changed, left, withdrew, or did not take over."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    kept: int = 0

    @property
    def anything(self) -> bool:
        """Whether the catalogue is now another than before."""
        return bool(self.added or self.changed or self.withdrawn)


class Incoming(msgspec.Struct, frozen=True):
    """A record on its way in; a withdrawn one may name its successor and the reason."""

    record: ProcedureRecord
    withdrawn: bool = False
    successor: str | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class _Stored:
    origin: str
    dated: date
    hash: str
    withdrawn: bool


class CatalogueStore:
    """Writes within the session's transaction; the caller commits. Holds one small entry a procedure."""

    def __init__(self, session: Session, origin: Origin, now: datetime) -> None:
        self._session = session
        self._origin = origin
        self._now = now
        self._stored = self._read_stored()
        self._seen: set[str] = set()
        self.tally = Tally()

    def write(self, batch: Sequence[Incoming]) -> None:
        """Add or change these procedures, unless what is stored takes precedence (ADR catalogue sources)."""
        added: list[dict[str, Any]] = []
        changed: list[dict[str, Any]] = []
        records: list[ProcedureRecord] = []
        for incoming in batch:
            row = self._row(incoming)
            if row is None:
                continue
            known = incoming.record.code in self._stored
            (changed if known else added).append(row)
            records.append(incoming.record)
            self._count(known, incoming.withdrawn)
        if added:
            self._session.execute(insert(Procedure), added)
        if changed:
            self._session.execute(update(Procedure), changed)
        self._link_life_events(records)

    def withdraw(self, code: str, successor: str | None, note: Text | None) -> bool:
        """Take a procedure off; False when it is not in the catalogue."""
        stored = self._stored.get(code)
        if stored is None:
            return False
        if stored.withdrawn:
            self.tally.unchanged += 1
            return True
        values = {"code": code, "withdrawn_at": self._now, "successor": successor, "change_note": note}
        self._session.execute(update(Procedure), [{**values, "changed_at": self._now}])
        self.tally.withdrawn += 1
        return True

    def withdraw_missing(self) -> None:
        """Withdraw what an earlier write of the same origin brought and this one did not."""
        for code, stored in self._stored.items():
            if stored.origin == self._origin and code not in self._seen and not stored.withdrawn:
                self.withdraw(code, None, None)

    def finish(self) -> int:
        """The catalogue's version, raised when anything changed."""
        row = self._session.get(CatalogueVersion, 1, with_for_update=True)
        if row is None:
            row = CatalogueVersion(id=1, version=0, changed_at=self._now)
            self._session.add(row)
        if self.tally.anything:
            row.version += 1
            row.changed_at = self._now
        self._session.flush()
        return row.version

    def _row(self, incoming: Incoming) -> dict[str, Any] | None:
        record = incoming.record
        self._seen.add(record.code)
        stored = self._stored.get(record.code)
        if stored and not self._replaces(stored, record):
            self.tally.kept += 1
            return None
        encoded = encode(record)
        digest = content_hash(encoded)
        if stored and stored.hash == digest and stored.withdrawn == incoming.withdrawn:
            self.tally.unchanged += 1
            return None
        return {
            "code": record.code,
            "field_code": record.field.code,
            "field_name": record.field.name,
            "agency_code": record.agency.code,
            "agency_name": record.agency.name,
            "card": msgspec.to_builtins(card(record)),
            "record": encoded.decode(),
            "source": self._origin,
            "source_date": record.source.date,
            "content_hash": digest,
            "changed_at": self._now,
            "withdrawn_at": self._now if incoming.withdrawn else None,
            "successor": incoming.successor,
            "change_note": incoming.note,
        }

    def _replaces(self, stored: _Stored, record: ProcedureRecord) -> bool:
        if self._origin in ("feed", stored.origin):
            return True
        if self._origin == "builtin":
            return record.source.date >= stored.dated
        return record.source.date > stored.dated

    def _count(self, known: bool, withdrawn: bool) -> None:
        if withdrawn:
            self.tally.withdrawn += 1
        elif known:
            self.tally.changed += 1
        else:
            self.tally.added += 1

    def _link_life_events(self, records: Iterable[ProcedureRecord]) -> None:
        codes = [record.code for record in records]
        old = [code for code in codes if code in self._stored]
        if old:
            self._session.execute(delete(ProcedureLifeEvent).where(ProcedureLifeEvent.code.in_(old)))
        links = [
            {"event": event, "code": record.code}
            for record in records
            for event in dict.fromkeys(record.life_events)
        ]
        if links:
            self._session.execute(insert(ProcedureLifeEvent), links)

    def _read_stored(self) -> dict[str, _Stored]:
        rows = self._session.execute(
            select(
                Procedure.code,
                Procedure.source,
                Procedure.source_date,
                Procedure.content_hash,
                Procedure.withdrawn_at,
            )
        )
        return {row[0]: _Stored(row[1], row[2], row[3], row[4] is not None) for row in rows}
