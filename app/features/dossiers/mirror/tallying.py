"""What supervision counts dossiers by: those finished on a day, those still open, those that are late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Executable,
    FromClause,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.clock import VIETNAM
from app.db.many import among
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.mirror.statuses import COMPLETED, RETURNED, STATUSES

_AT_ONCE = 5_000
_NEAR = 2_000
_RESULT = (COMPLETED, RETURNED)
_PAUSED = tuple(code for code, status in STATUSES.items() if status.paused)

_OVERDUE = (
    Dossier.id,
    func.coalesce(Dossier.code, Dossier.receipt_number).label("code"),
    Dossier.procedure_code,
    Dossier.agency_code,
    Dossier.locality_code,
    Dossier.status,
    Dossier.due_at,
)


class Finished(NamedTuple):
    """A dossier that ended with a result."""

    procedure_code: str
    agency_code: str | None
    locality_code: str | None
    began_at: datetime
    due_at: datetime | None
    finished_at: datetime


class OpenCount(NamedTuple):
    """How many dossiers an agency has open in a place, and how many of them are late."""

    agency_code: str
    locality_code: str | None
    open: int
    overdue: int


class Overdue(NamedTuple):
    """A dossier that should have been answered; no person is named."""

    id: UUID
    code: str
    procedure_code: str
    agency_code: str | None
    locality_code: str | None
    status: int
    due_at: datetime


class Region(NamedTuple):
    """A province as dossiers name it: codes of places, agencies' codes where no place is named.

    `late` is how many of its dossiers were late when they were last counted.
    """

    places: frozenset[str]
    agencies: Sequence[str]
    late: int


class Place(NamedTuple):
    """Where a page of overdue dossiers ends: what comes after it follows this one."""

    due_at: datetime
    id: UUID


class Tallies:
    """Reads dossiers in bulk; nothing here is done while a page waits but `overdue`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def finished(self, day: date) -> Iterator[Finished]:
        """Every dossier that ended with a result on `day` in Vietnam, read in portions."""
        first = datetime.combine(day, time(0), VIETNAM).astimezone(UTC)
        query = select(
            Dossier.procedure_code,
            Dossier.agency_code,
            Dossier.locality_code,
            func.coalesce(Dossier.received_at, Dossier.submitted_at),
            Dossier.due_at,
            Dossier.finished_at,
        ).where(
            Dossier.finished_at >= first,
            Dossier.finished_at < first + timedelta(days=1),
            Dossier.status.in_(_RESULT),
        )
        for row in self._session.execute(query.execution_options(yield_per=_AT_ONCE)):
            yield Finished._make(row)

    def open(self, now: datetime) -> list[OpenCount]:
        """Open dossiers and late ones by agency and place; one statement."""
        late = func.sum(case((_late(now), 1), else_=0))
        query = (
            select(Dossier.agency_code, Dossier.locality_code, func.count(), late)
            .where(Dossier.finished_at.is_(None), Dossier.agency_code.is_not(None))
            .group_by(Dossier.agency_code, Dossier.locality_code)
        )
        return [OpenCount._make(row) for row in self._session.execute(query)]

    def overdue(
        self,
        now: datetime,
        *,
        agency: str | None = None,
        region: Region | None = None,
        after: Place | None = None,
        limit: int = 50,
    ) -> list[Overdue]:
        """Late dossiers, the longest late first, from a place on.

        Of a region with many first among the longest late of all, which may hold enough; else by its places.
        """
        conditions = [*_overdue(now), *_narrowed(agency, after)]
        longest = select(*_OVERDUE).where(*conditions).order_by(Dossier.due_at, Dossier.id)
        if region is None:
            return self._read(longest.limit(limit))
        if region.late > _NEAR:
            first = longest.limit(_NEAR).subquery()
            rows = self._read(_in_order(first).where(or_(*self._places(first.c, region))).limit(limit))
            if len(rows) == limit:
                return rows
        parts = [select(*_OVERDUE).where(*conditions, place) for place in self._places(Dossier, region)]
        # Made before it is ordered, or a database may walk through everybody's to find a few in order.
        late = union_all(*parts).cte("late").prefix_with("MATERIALIZED")
        return self._read(_in_order(late).limit(limit))

    def _read(self, query: Executable) -> list[Overdue]:
        return [Overdue._make(row) for row in self._session.execute(query)]

    def _places(self, dossier: Any, region: Region) -> Sequence[ColumnElement[bool]]:
        """What names a region: its places, and agencies of it where no place is named."""
        of_agency = among(self._session, dossier.agency_code, region.agencies)
        named = among(self._session, dossier.locality_code, list(region.places))
        # Written so that no index answers it: by agencies, not by all that name no place, are they found.
        nowhere = func.coalesce(dossier.locality_code, "") == ""
        return named, and_(nowhere, of_agency)


def _overdue(now: datetime) -> Sequence[ColumnElement[bool]]:
    return Dossier.finished_at.is_(None), _late(now)


def _late(now: datetime) -> ColumnElement[bool]:
    """Due on a day that is over: the last day lasts until midnight (Civil Code Art. 148)."""
    today = datetime.combine(now.astimezone(VIETNAM), time(0), VIETNAM).astimezone(UTC)
    return and_(Dossier.due_at < today, Dossier.status.not_in(_PAUSED))


def _narrowed(agency: str | None, after: Place | None) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if agency:
        conditions.append(Dossier.agency_code == agency)
    if after:
        same = and_(Dossier.due_at == after.due_at, Dossier.id > after.id)
        conditions.append(and_(Dossier.due_at >= after.due_at, or_(Dossier.due_at > after.due_at, same)))
    return conditions


def _in_order(late: FromClause) -> Select[Any]:
    return select(late).order_by(late.c.due_at, late.c.id)
