"""Late dossiers, on-time rates and processing times, as operators and everybody see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import VIETNAM, Clock
from app.features.catalogue.numbers import Numbers
from app.features.dossiers.agency_names import agency_names
from app.features.dossiers.mirror.tallying import Overdue, Place, Region, Tallies
from app.features.supervision.counting import working_days
from app.features.supervision.models import AgencyNumbers, CountedDay, ProcedureNumbers
from app.features.supervision.provinces import places_of, province_of
from app.texts import Text

FEWEST = 10
PAGE = 50

T = TypeVar("T")

_SUMS = (
    func.sum(AgencyNumbers.open),
    func.sum(AgencyNumbers.overdue),
    func.sum(AgencyNumbers.dossiers),
    func.sum(AgencyNumbers.on_time),
)
_MOST_LATE = (func.sum(AgencyNumbers.overdue).desc(), func.sum(AgencyNumbers.dossiers).desc())


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
class Part(Generic[T]):
    """One page of a long table; pages count from 1."""

    rows: Sequence[T]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How an agency, a province or the whole country keeps its time.

    `share` in percents rounded down, None for few; `code` is empty for the whole country and for agencies
    that belong to no province.
    """

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

    def late(self, *, agency: str | None, province: str | None, after: Place | None) -> LatePage:
        """Late dossiers, the longest late first; three statements at most, however many there are.

        Of a province, whose agencies are known as they were last counted: those that name no place until then
        appear with the next count.
        """
        now, within = self._clock(), self._region(province) if province else None
        rows = Tallies(self._session).overdue(now, agency=agency, region=within, after=after, limit=PAGE + 1)
        today = now.astimezone(VIETNAM).date()
        shown = [Late(row, working_days(row.due_at.astimezone(VIETNAM).date(), today)) for row in rows[:PAGE]]
        last = shown[-1].dossier if len(rows) > PAGE else None
        return LatePage(shown, Place(last.due_at, last.id) if last else None)

    def country(self) -> Punctuality:
        """Everybody together."""
        return _punctual("", *self._session.execute(select(*_SUMS)).one())

    def provinces(self) -> list[Punctuality]:
        """Every province with open or finished dossiers, and last what belongs to none; most late first."""
        province = AgencyNumbers.locality_code
        query = select(province, *_SUMS).group_by(province).order_by(province == "", *_MOST_LATE, province)
        return [_punctual(*row) for row in self._session.execute(query)]

    def agencies(self, *, province: str | None = None, page: int = 1) -> Part[Punctuality]:
        """Agencies with open or finished dossiers, the most late first, of all or of one province."""
        agency = AgencyNumbers.agency_code
        query = select(agency, *_SUMS).group_by(agency).order_by(*_MOST_LATE, agency)
        if province is not None:
            query = query.where(AgencyNumbers.locality_code == province)
        part = self._part(query, page)
        return Part([_punctual(*row) for row in part.rows], part.page, part.pages)

    def agency(self, code: str) -> Punctuality | None:
        """One agency; None when no dossier of it is known."""
        agency = AgencyNumbers.agency_code
        row = self._session.execute(select(agency, *_SUMS).where(agency == code).group_by(agency)).first()
        return _punctual(*row) if row else None

    def agency_names(self, codes: Iterable[str | None]) -> dict[str, Text]:
        """What agencies are called; one without a name is left out."""
        return agency_names(self._session, codes)

    def times(self, page: int = 1) -> Part[ProcessingTime]:
        """Processing times of procedures with at least ten finished dossiers, the longest first."""
        numbers = ProcedureNumbers
        query = (
            select(numbers.procedure_code, numbers.dossiers, numbers.median, numbers.ninety)
            .add_columns(numbers.on_time, numbers.timed)
            .where(numbers.dossiers >= FEWEST)
            .order_by(numbers.ninety.desc(), numbers.median.desc(), numbers.procedure_code)
        )
        part = self._part(query, page)
        return Part([_time(row) for row in part.rows], part.page, part.pages)

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

    def _region(self, province: str) -> Region:
        numbers = AgencyNumbers
        query = select(numbers.agency_code, numbers.overdue).where(numbers.locality_code == province)
        counted = self._session.execute(query.where(numbers.open > 0)).all()
        own = [agency for agency, _late in counted if province_of(agency, "") == province]
        return Region(places_of(province), own, sum(late for _agency, late in counted))

    def _part(self, query: Any, page: int) -> Part[Any]:
        """The rows of a page; beyond the last one, the last."""
        counted = self._session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
        pages = max(1, -(-int(counted or 0) // PAGE))
        shown = min(max(page, 1), pages)
        rows = self._session.execute(query.limit(PAGE).offset((shown - 1) * PAGE)).all()
        return Part(rows, shown, pages)


def _punctual(code: str, opened: int, overdue: int, dossiers: int, on_time: int) -> Punctuality:
    share = _share(int(on_time or 0), int(dossiers or 0))
    return Punctuality(code, int(opened or 0), int(overdue or 0), int(dossiers or 0), share)


def _time(row: Any) -> ProcessingTime:
    share = _share(row.on_time, row.timed)
    return ProcessingTime(row.procedure_code, row.dossiers, row.median, row.ninety, share)


def _share(part: int, whole: int) -> int | None:
    return 100 * part // whole if whole >= FEWEST else None
