"""Dossiers and their events in many rows at once: one statement for a whole batch, whatever its size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import false, or_, select, tuple_
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.many import among, insert_rows, update_rows
from app.db.partitions import ensure_years
from app.features.dossiers.mirror.mirror import Shown, Told
from app.features.dossiers.mirror.models import Dossier, DossierEvent
from app.features.dossiers.mirror.statuses import Status, status

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


@dataclass(frozen=True, slots=True)
class UnlawfulStep:
    """A step the ten statuses do not allow; it is shown all the same.

    `before` is what was shown until then, told by an event or a whole record; None when that was not kept.
    """

    code: str
    agency: str | None
    before: Status | None
    after: Status
    occurred_at: datetime


class Ledger:
    """Reads and writes rows for `EventLog`; part of the caller's transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def digests(self, event_ids: Collection[str]) -> dict[str, bytes | None]:
        """The digests of those events that are kept."""
        query = select(DossierEvent.event_id, DossierEvent.digest)
        rows = self._session.execute(query.where(among(self._session, DossierEvent.event_id, event_ids)))
        return {row.event_id: row.digest for row in rows}

    def lock(
        self, ids: Sequence[UUID], *, codes: Collection[str], applications: Collection[str]
    ) -> list[Shown]:
        """The dossiers, locked; always in the same order, so that two workers never wait for each other."""
        known = [parsed for text in applications if (parsed := as_uuid(text))]
        wanted = or_(
            false(),
            *([among(self._session, Dossier.id, ids)] if ids else []),
            *([among(self._session, Dossier.code, codes)] if codes else []),
            *([among(self._session, Dossier.application_id, known)] if known else []),
        )
        rows = self._session.execute(select(*_SHOWN).where(wanted).order_by(Dossier.id).with_for_update())
        return [Shown(*row) for row in rows]

    def waiting(self, shown: Sequence[Shown]) -> list[Told]:
        """Events kept earlier that wait for these dossiers or for earlier events of theirs."""
        applications = [str(one.application_id) for one in shown if one.application_id]
        codes = [one.code for one in shown if one.code]
        about = or_(
            false(),
            *([among(self._session, DossierEvent.application_id, applications)] if applications else []),
            *([among(self._session, DossierEvent.dossier_code, codes)] if codes else []),
        )
        rows = self._session.execute(select(_EVENTS).where(DossierEvent.dossier_id.is_(None), about))
        found = []
        for row in rows:
            values = dict(row._mapping)
            del values["lawful"], values["former"]
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
        insert_rows(connection, _EVENTS, [told.row | _judged(told) for told in events])

    def entered(self, events: Sequence[Told]) -> None:
        """Events that waited are now in their dossiers' timelines."""
        names = ("event_id", "year", "dossier_id")
        rows = [{name: told.row[name] for name in names} | _judged(told) for told in events]
        update_rows(self._session.connection(), _EVENTS, ("event_id", "year"), rows)

    def show(self, shown: Sequence[Shown]) -> None:
        """Write what is shown now."""
        now = self._clock()
        rows = [
            {
                "id": one.id,
                "code": one.code,
                "status": one.status,
                "version": one.version,
                "due_at": one.due_at,
                "needs_person": status(one.status).asks,
                "finished_at": one.finished_at,
                "updated_at": now,
                "refusal": None,
            }
            for one in shown
        ]
        update_rows(self._session.connection(), _DOSSIERS, ("id",), rows)

    def dossiers(self, ids: Collection[UUID]) -> dict[UUID, Dossier]:
        """The whole rows, as they are after `show`."""
        query = select(Dossier).where(Dossier.id.in_(ids)).execution_options(populate_existing=True)
        return {dossier.id: dossier for dossier in self._session.scalars(query)}

    def reached(self, applications: Collection[str]) -> dict[str, tuple[int, int]]:
        """The version and status shown of the dossiers of applications, by their ids as given."""
        asked = {parsed: text for text in applications if (parsed := as_uuid(text))}
        query = select(Dossier.application_id, Dossier.version, Dossier.status)
        rows = self._session.execute(query.where(among(self._session, Dossier.application_id, list(asked))))
        return {asked[application]: (version, status) for application, version, status in rows if application}

    def unlawful(self, limit: int) -> list[UnlawfulStep]:
        """The newest steps that the statuses do not allow."""
        steps = self._session.execute(
            select(DossierEvent, Dossier.agency_code)
            .join(Dossier, Dossier.id == DossierEvent.dossier_id)
            .where(DossierEvent.lawful.is_(False))
            .order_by(DossierEvent.arrived_at.desc())
            .limit(limit)
        )
        return [
            UnlawfulStep(
                one.dossier_code,
                agency,
                status(one.former) if one.former else None,
                status(one.status),
                one.occurred_at,
            )
            for one, agency in steps
        ]


def _judged(told: Told) -> dict[str, Any]:
    return {"lawful": told.lawful, "former": told.former}


def as_uuid(text: str) -> UUID | None:
    """The id a text is, written the usual way; none when it is another text."""
    try:
        parsed = UUID(text)
    except ValueError:
        return None
    return parsed if str(parsed) == text.lower() else None
