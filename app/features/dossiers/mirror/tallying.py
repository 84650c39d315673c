"""What supervision counts dossiers by: those finished on a day, those still open, those that are late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import Session

from app.clock import VIETNAM
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.mirror.statuses import COMPLETED, RETURNED, STATUSES

_AT_ONCE = 5_000
_RESULT = (COMPLETED, RETURNED)
_PAUSED = tuple(code for code, status in STATUSES.items() if status.paused)


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
    """A province as dossiers name it: codes of places, roots of agencies' codes where no place is named."""

    places: frozenset[str]
    roots: tuple[str, ...]


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
        """Late dossiers, the longest late first, from a place on."""
        query = (
            select(
                Dossier.id,
                func.coalesce(Dossier.code, Dossier.receipt_number),
                Dossier.procedure_code,
                Dossier.agency_code,
                Dossier.locality_code,
                Dossier.status,
                Dossier.due_at,
            )
            .where(Dossier.finished_at.is_(None), _late(now), *_narrowed(agency, region, after))
            .order_by(Dossier.due_at, Dossier.id)
            .limit(limit)
        )
        return [Overdue._make(row) for row in self._session.execute(query)]


def _late(now: datetime) -> ColumnElement[bool]:
    return and_(Dossier.due_at < now, Dossier.status.not_in(_PAUSED))


def _narrowed(
    agency: str | None, region: Region | None, after: Place | None
) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if agency:
        conditions.append(Dossier.agency_code == agency)
    if region:
        conditions.append(_within(region))
    if after:
        same = and_(Dossier.due_at == after.due_at, Dossier.id > after.id)
        conditions.append(or_(Dossier.due_at > after.due_at, same))
    return conditions


def _within(region: Region) -> ColumnElement[bool]:
    dotted = literal(".") + Dossier.agency_code + "."
    of_province = or_(false(), *(dotted.contains(f".{root}.") for root in region.roots))
    return or_(Dossier.locality_code.in_(region.places), and_(Dossier.locality_code.is_(None), of_province))
