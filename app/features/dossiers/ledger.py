"""Dossiers and their events in many rows at once: one statement for a whole batch, whatever its size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, false, or_, select, tuple_
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.partitions import ensure_years
from app.features.dossiers.mirror import Shown, Told
from app.features.dossiers.models import Dossier, DossierEvent
from app.features.dossiers.statuses import status

_DOSSIERS: Any = Dossier.__table__
_EVENTS: Any = DossierEvent.__table__
# SQLite takes a bounded number of values in one statement.
_AT_ONCE = 5_000

_SHOWN = (
    Dossier.id,
    Dossier.application_id,
    Dossier.code,
    Dossier.owner_id,
    Dossier.status,
    Dossier.version,
    Dossier.due_at,
    Dossier.finished_at,
)


class Ledger:
    """Reads and writes rows for `EventLog`; part of the caller's transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def digests(self, event_ids: Collection[str]) -> dict[str, bytes | None]:
        """The digests of those events that are kept."""
        query = select(DossierEvent.event_id, DossierEvent.digest)
        rows = self._session.execute(query.where(DossierEvent.event_id.in_(event_ids)))
        return {row.event_id: row.digest for row in rows}

    def lock(
        self, ids: Sequence[UUID], *, codes: Collection[str], applications: Collection[str]
    ) -> list[Shown]:
        """The dossiers, locked; always in the same order, so that two workers never wait for each other."""
        known = [parsed for text in applications if (parsed := as_uuid(text))]
        wanted = or_(
            false(),
            *([Dossier.id.in_(ids)] if ids else []),
            *([Dossier.code.in_(codes)] if codes else []),
            *([Dossier.application_id.in_(known)] if known else []),
        )
        rows = self._session.execute(select(*_SHOWN).where(wanted).order_by(Dossier.id).with_for_update())
        return [Shown(*row) for row in rows]

    def waiting(self, shown: Sequence[Shown]) -> list[Told]:
        """Events kept earlier that wait for these dossiers or for earlier events of theirs."""
        applications = [str(one.application_id) for one in shown if one.application_id]
        codes = [one.code for one in shown if one.code]
        about = or_(
            false(),
            *([DossierEvent.application_id.in_(applications)] if applications else []),
            *([DossierEvent.dossier_code.in_(codes)] if codes else []),
        )
        rows = self._session.execute(select(_EVENTS).where(DossierEvent.dossier_id.is_(None), about))
        found = []
        for row in rows:
            values = dict(row._mapping)
            values.pop("lawful")
            found.append(Told(values, stored=True))
        return found

    def codes_in_use(self, codes: Collection[str], shown: Sequence[Shown]) -> dict[UUID, frozenset[str]]:
        """For each dossier without a code: which of the codes other dossiers have."""
        nameless = [one.id for one in shown if one.code is None]
        if not nameless:
            return {}
        taken = frozenset(self._session.scalars(select(Dossier.code).where(Dossier.code.in_(codes))))
        return dict.fromkeys(nameless, frozenset(code for code in taken if code))

    def read_timelines(self, shown: Sequence[Shown], events: Mapping[UUID, Sequence[Told]]) -> None:
        """Find out which of the versions that come late are in the timelines already."""
        late = [
            (one.id, told.version)
            for one in shown
            for told in events.get(one.id, ())
            if told.version <= one.version
        ]
        by_id = {one.id: one for one in shown}
        place = tuple_(DossierEvent.dossier_id, DossierEvent.version)
        for start in range(0, len(late), _AT_ONCE):
            query = select(DossierEvent.dossier_id, DossierEvent.version)
            for dossier_id, version in self._session.execute(
                query.where(place.in_(late[start : start + _AT_ONCE]))
            ):
                if dossier_id is not None:
                    by_id[dossier_id].timeline.add(version)

    def keep(self, events: Sequence[Told]) -> None:
        """Store new events."""
        if not events:
            return
        connection = self._session.connection()
        ensure_years(connection, _EVENTS.name, {told.row["year"] for told in events})
        connection.execute(_EVENTS.insert(), [told.row | {"lawful": told.lawful} for told in events])

    def entered(self, events: Sequence[Told]) -> None:
        """Events that waited are now in their dossiers' timelines."""
        if not events:
            return
        changed = _EVENTS.update().where(
            _EVENTS.c.event_id == bindparam("of"), _EVENTS.c.year == bindparam("in_year")
        )
        self._session.connection().execute(
            changed.values(dossier_id=bindparam("to"), lawful=bindparam("is_lawful")),
            [
                {
                    "of": told.row["event_id"],
                    "in_year": told.row["year"],
                    "to": told.row["dossier_id"],
                    "is_lawful": told.lawful,
                }
                for told in events
            ],
        )

    def show(self, shown: Sequence[Shown]) -> None:
        """Write what is shown now."""
        if not shown:
            return
        now = self._clock()
        names = ("code", "status", "version", "due_at", "needs_person", "finished_at", "updated_at")
        changed = _DOSSIERS.update().where(_DOSSIERS.c.id == bindparam("of"))
        self._session.connection().execute(
            changed.values(refusal=None, **{name: bindparam(f"new_{name}") for name in names}),
            [
                {
                    "of": one.id,
                    "new_code": one.code,
                    "new_status": one.status,
                    "new_version": one.version,
                    "new_due_at": one.due_at,
                    "new_needs_person": status(one.status).asks,
                    "new_finished_at": one.finished_at,
                    "new_updated_at": now,
                }
                for one in shown
            ],
        )

    def dossiers(self, ids: Collection[UUID]) -> dict[UUID, Dossier]:
        """The whole rows, as they are after `show`."""
        query = select(Dossier).where(Dossier.id.in_(ids)).execution_options(populate_existing=True)
        return {dossier.id: dossier for dossier in self._session.scalars(query)}

    def gaps(self, limit: int) -> list[tuple[str, int]]:
        """Codes of dossiers whose next event is missing while later ones wait, and the version reached."""
        query = (
            select(Dossier.code, Dossier.version)
            .join(DossierEvent, DossierEvent.dossier_code == Dossier.code)
            .where(DossierEvent.dossier_id.is_(None), DossierEvent.version > Dossier.version + 1)
            .distinct()
            .limit(limit)
        )
        return [(code, version) for code, version in self._session.execute(query) if code]


def as_uuid(text: str) -> UUID | None:
    """The id a text is, written the usual way; none when it is another text."""
    try:
        parsed = UUID(text)
    except ValueError:
        return None
    return parsed if str(parsed) == text.lower() else None
