"""Writing records into the catalogue: who wins over whom, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.features.catalogue.models import CatalogueVersion, Procedure, ProcedureLifeEvent
from app.features.catalogue.records.cards import card
from app.features.catalogue.records.changes import differences
from app.features.catalogue.records.history import Chronicle
from app.features.catalogue.records.record import ProcedureRecord, content_hash, decode, encode
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
        self._chronicle = Chronicle(session, now)
        self.tally = Tally()

    def write(self, batch: Sequence[Incoming]) -> None:
        """Add or change these procedures, unless what is stored counts more (docs/adr/0009)."""
        before = dict(self._stored)
        written = [(incoming, row) for incoming in batch if (row := self._row(incoming))]
        added = [row for incoming, row in written if incoming.record.code not in before]
        changed = [row for incoming, row in written if incoming.record.code in before]
        self._tell([incoming for incoming, _ in written if incoming.record.code in before], before)
        if added:
            self._session.execute(insert(Procedure), added)
        if changed:
            self._session.execute(update(Procedure), changed)
        for incoming, row in written:
            self._count(incoming, known=row["code"] in before)
        self._chronicle.store()
        self._link_life_events([incoming.record for incoming, _ in written], frozenset(before))

    def withdraw(self, code: str, successor: str | None, note: Text | None) -> bool:
        """Take a procedure off, on the word of this store's origin; False when it is not in the catalogue."""
        stored = self._stored.get(code)
        if stored is None:
            return False
        if stored.withdrawn:
            self.tally.unchanged += 1
            return True
        values: dict[str, Any] = {
            "code": code,
            "source": self._origin,
            "source_date": self._now.date(),
            "changed_at": self._now,
            "withdrawn_at": self._now,
            "successor": successor,
            "change_note": note,
        }
        self._session.execute(update(Procedure), [values])
        self._chronicle.note(code, "withdrawn", [], note)
        self._chronicle.store()
        self._stored[code] = _Stored(self._origin, self._now.date(), stored.hash, withdrawn=True)
        self.tally.withdrawn += 1
        return True

    def withdraw_missing(self) -> None:
        """Withdraw what an earlier write of the same origin brought and this one did not."""
        for code, stored in list(self._stored.items()):
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
        self._stored[record.code] = _Stored(self._origin, record.source.date, digest, incoming.withdrawn)
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

    def _tell(self, changed: Sequence[Incoming], before: dict[str, _Stored]) -> None:
        """Note what differs; another origin's wording of the same procedure is no change of it."""
        told = [
            incoming for incoming in changed if self._origin in ("feed", before[incoming.record.code].origin)
        ]
        old = self._records([incoming.record.code for incoming in told])
        for incoming in told:
            record = incoming.record
            known = before[record.code]
            kind = "restored" if known.withdrawn and not incoming.withdrawn else "changed"
            kind = "withdrawn" if incoming.withdrawn else kind
            self._chronicle.note(record.code, kind, differences(old[record.code], record), incoming.note)

    def _records(self, codes: Sequence[str]) -> dict[str, ProcedureRecord]:
        if not codes:
            return {}
        rows = self._session.execute(
            select(Procedure.code, Procedure.record).where(Procedure.code.in_(codes))
        )
        return {code: decode(record) for code, record in rows}

    def _replaces(self, stored: _Stored, record: ProcedureRecord) -> bool:
        if self._origin in ("feed", stored.origin):
            return True
        if self._origin == "builtin":
            return stored.origin == "import" and record.source.date >= stored.dated
        return record.source.date > stored.dated

    def _count(self, incoming: Incoming, *, known: bool) -> None:
        if incoming.withdrawn:
            self.tally.withdrawn += 1
        elif known:
            self.tally.changed += 1
        else:
            self.tally.added += 1

    def _link_life_events(self, records: Sequence[ProcedureRecord], before: frozenset[str]) -> None:
        old = [record.code for record in records if record.code in before]
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
