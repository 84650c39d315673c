"""Whole dossiers into the database: a thousand as quickly as one, over COPY where there is one.

A record makes a dossier that is not known. Of one that is known it replaces what describes it, and its state
when the record knows later events; dossiers filed through the portal keep their state, which their events
tell one by one, so that no notice is skipped. Records themselves are never news: nobody is notified.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.many import among, update_rows
from app.features.account.service import AccountService
from app.features.dossiers.mirror.arrivals import Owners, holders_of, insert_arrivals
from app.features.dossiers.mirror.extracted import out_of_extract
from app.features.dossiers.mirror.facts import fact_digest
from app.features.dossiers.mirror.holders import holder_key
from app.features.dossiers.mirror.models import Agency, Dossier
from app.features.dossiers.mirror.statuses import STATUSES
from app.gateways.dossier_records import DossierRecord

_TABLE: Any = Dossier.__table__

Became = Literal["applied", "known"]


class Mirroring:
    """Stores records; part of the caller's transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._accounts = AccountService(session, clock)
        self.met = 0
        """How many of the records taken last were here already, or twice among them."""

    def take(self, records: Sequence[DossierRecord]) -> list[Became]:
        """Store the records, the highest version of each code counting, of equal ones the last.

        Says of each whether its dossier was changed.
        """
        latest = _latest(records)
        known = self._known(latest)
        self.met = len(known) + len(records) - len(latest)
        fresh: list[DossierRecord] = []
        changes: list[tuple[DossierRecord, Any]] = []
        unchanged: set[str] = set()
        for code, record in latest.items():
            row = known.get(code)
            if row is None:
                fresh.append(record)
            elif row.application_id is None and record.version <= row.version:
                unchanged.add(code)
            else:
                changes.append((record, row))
        self._insert(fresh)
        self._change(changes)
        self._name_agencies(latest.values())
        return ["known" if record.code in unchanged else "applied" for record in records]

    def add(self, records: Sequence[DossierRecord]) -> None:
        """Store dossiers nobody has heard of, without looking; `IntegrityError` when one is here or twice."""
        self._insert(records)
        self._name_agencies(records)

    def _insert(self, records: Sequence[DossierRecord]) -> None:
        holders = holders_of(records)
        owners = self._owners(holders)
        insert_arrivals(self._session.connection(), records, holders, owners, self._clock())

    def _change(self, changes: Sequence[tuple[DossierRecord, Any]]) -> None:
        holders = holders_of([record for record, _ in changes])
        owners = self._owners(holders)
        out_of_extract(self._session, [row.id for _, row in changes if _describes(row) and row.owner_id])
        self._update(
            [
                (row.id, self._changed(record, row, owners.get(holder) if holder else None))
                for (record, row), holder in zip(changes, holders, strict=True)
            ]
        )

    def _owners(self, holders: Sequence[str | None]) -> Owners:
        named = {holder for holder in holders if holder}
        return self._accounts.with_indexes(named) if named else {}

    def _known(self, codes: Collection[str]) -> dict[str, Any]:
        columns = (Dossier.code, Dossier.id, Dossier.version, Dossier.application_id, Dossier.owner_id)
        query = select(*columns).where(among(self._session, Dossier.code, codes)).order_by(Dossier.id)
        return {row.code: row for row in self._session.execute(query.with_for_update())}

    def _changed(self, record: DossierRecord, row: Any, owner: UUID | None) -> dict[str, Any]:
        described = _described(row.id, record)
        owned = {"owner_id": row.owner_id or owner, "updated_at": self._clock()}
        if not _describes(row):
            kept = ("agency_code", "locality_code", "channel")
            return {name: described[name] for name in kept} | {"updated_at": owned["updated_at"]}
        return owned | described | _state(record)

    def _update(self, changes: Sequence[tuple[UUID, dict[str, Any]]]) -> None:
        by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for dossier_id, values in changes:
            by_columns[tuple(values)].append({"id": dossier_id} | values)
        for rows in by_columns.values():
            update_rows(self._session.connection(), _TABLE, ("id",), rows)

    def _name_agencies(self, records: Iterable[DossierRecord]) -> None:
        named = {one.agency_code: one.agency_name for one in records if one.agency_name}
        if not named:
            return
        query = select(Agency).where(Agency.code.in_(named))
        known = {agency.code: agency for agency in self._session.scalars(query)}
        for code in sorted(named):
            if code not in known:
                self._session.add(Agency(code=code, name=named[code]))
            elif known[code].name != named[code]:
                known[code].name = named[code]
        self._session.flush()


def _latest(records: Sequence[DossierRecord]) -> dict[str, DossierRecord]:
    latest: dict[str, DossierRecord] = {}
    for record in records:
        known = latest.get(record.code)
        if known is None or record.version >= known.version:
            latest[record.code] = record
    return latest


def _describes(row: Any) -> bool:
    """Whether a record describes the dossier: what a person typed here is known better than there."""
    return row.application_id is None


def _described(dossier_id: UUID, record: DossierRecord) -> dict[str, Any]:
    return {
        "procedure_code": record.procedure_code,
        "agency_code": record.agency_code,
        "locality_code": record.locality_code,
        "holder": holder_key(record.holder) if record.holder else None,
        "holder_kind": record.holder_kind,
        "subject": record.subject,
        "channel": record.channel,
        "fact_id_digest": fact_digest(dossier_id, record.holder),
        "fact_phone_digest": fact_digest(dossier_id, record.phone),
    }


def _state(record: DossierRecord) -> dict[str, Any]:
    return {
        "status": record.status,
        "version": record.version,
        "received_at": record.received_at,
        "due_at": record.due_at,
        "finished_at": record.finished_at if STATUSES[record.status].ended else None,
        "needs_person": STATUSES[record.status].asks,
    }
