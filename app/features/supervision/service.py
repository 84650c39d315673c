"""Late dossiers, on-time rates and processing times, as operators and everybody see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.clock import VIETNAM, Clock
from app.features.catalogue.numbers import Numbers
from app.features.dossiers.mirror.tallying import Overdue, Place, Tallies
from app.features.supervision.counting import working_days
from app.features.supervision.models import AgencyNumbers, CountedDay, ProcedureNumbers
from app.texts import Text

FEWEST = 10
PAGE = 50


@dataclass(frozen=True, slots=True)
class Late:
    """A late dossier and how many working days it is late."""

    dossier: Overdue
    days: int


@dataclass(frozen=True, slots=True)
class LatePage:
    """One page of late dossiers; `after` is where the next one begins, None on the last."""

    rows: Sequence[Late]
    after: Place | None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How an agency, or a place, keeps its time; `share` in percents rounded down, None for few."""

    code: str
    open: int
    overdue: int
    dossiers: int
    share: int | None


@dataclass(frozen=True, slots=True)
class ProcessingTime:
    """Working days from receipt to result over the last year: half, and nine of ten, took no longer.

    `share` in time, in percents rounded down; None when fewer than ten had a deadline.
    """

    procedure_code: str
    dossiers: int
    median: int
    ninety: int
    share: int | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """When the numbers were made, and since when every day of the year has been counted anew."""

    latest: datetime | None
    oldest: datetime | None


class SupervisionService:
    """Reads what the worker counted; only the list of late dossiers is read as it is now."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def late(self, *, agency: str | None, locality: str | None, after: Place | None) -> LatePage:
        """Late dossiers, the longest late first; one statement however many there are."""
        now = self._clock()
        rows = Tallies(self._session).overdue(
            now, agency=agency, locality=locality, after=after, limit=PAGE + 1
        )
        today = now.astimezone(VIETNAM).date()
        shown = [Late(row, working_days(row.due_at.astimezone(VIETNAM).date(), today)) for row in rows[:PAGE]]
        last = shown[-1].dossier if len(rows) > PAGE else None
        return LatePage(shown, Place(last.due_at, last.id) if last else None)

    def agencies(self) -> list[Punctuality]:
        """Every agency with open or finished dossiers, by code."""
        return self._punctuality(AgencyNumbers.agency_code.expression)

    def agency_names(self, codes: Iterable[str | None]) -> dict[str, Text]:
        """What agencies are called; one without a name is left out."""
        return Tallies(self._session).agency_names(code for code in codes if code)

    def localities(self) -> list[Punctuality]:
        """Every province with open or finished dossiers, by the first two figures of its code."""
        return self._punctuality(func.substr(AgencyNumbers.locality_code, 1, 2))

    def times(self) -> list[ProcessingTime]:
        """Processing times of every procedure with at least ten finished dossiers, the longest first."""
        query = select(ProcedureNumbers).where(ProcedureNumbers.dossiers >= FEWEST)
        rows = self._session.scalars(
            query.order_by(ProcedureNumbers.ninety.desc(), ProcedureNumbers.procedure_code)
        )
        return [_time(row) for row in rows]

    def time(self, procedure_code: str) -> ProcessingTime | None:
        """The processing time of one procedure; None for fewer than ten finished dossiers."""
        row = self._session.get(ProcedureNumbers, procedure_code)
        return _time(row) if row and row.dossiers >= FEWEST else None

    def numbers(self, procedure_code: str) -> Numbers | None:
        """What the procedure's page says (`catalogue.numbers`)."""
        found = self.time(procedure_code)
        return Numbers(found.median, found.ninety, found.share, found.dossiers) if found else None

    def freshness(self) -> Freshness:
        """How old the numbers are."""
        found = self._session.execute(
            select(func.max(CountedDay.counted_at), func.min(CountedDay.counted_at))
        )
        return Freshness(*found.one())

    def _punctuality(self, key: ColumnElement[str]) -> list[Punctuality]:
        query = (
            select(
                key,
                func.sum(AgencyNumbers.open),
                func.sum(AgencyNumbers.overdue),
                func.sum(AgencyNumbers.dossiers),
                func.sum(AgencyNumbers.on_time),
            )
            .where(key != "")
            .group_by(key)
            .order_by(key)
        )
        return [_punctual(*row) for row in self._session.execute(query)]


def _punctual(code: str, opened: int, overdue: int, dossiers: int, on_time: int) -> Punctuality:
    return Punctuality(code, int(opened), int(overdue), int(dossiers), _share(int(on_time), int(dossiers)))


def _time(row: ProcedureNumbers) -> ProcessingTime:
    share = _share(row.on_time, row.timed)
    return ProcessingTime(row.procedure_code, row.dossiers, row.median, row.ninety, share)


def _share(part: int, whole: int) -> int | None:
    return 100 * part // whole if whole >= FEWEST else None
