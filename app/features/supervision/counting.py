"""The worker's part of supervision: count finished dossiers day by day, and make numbers of a year of days.

A day is counted whole and anew each time, so that a dossier that was reopened or corrected stops counting:
today and yesterday on every run, the other days of the year in turn, those counted longest ago first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from app.clock import VIETNAM, Clock
from app.db.base import Database
from app.deadlines.calendar import ONE_DAY, WorkCalendar
from app.features.dossiers.mirror.tallying import Finished, Tallies
from app.features.supervision.models import (
    AgencyNumbers,
    AgencyTally,
    CountedDay,
    ProcedureNumbers,
    ProcedureTally,
)
from app.features.supervision.provinces import province_of
from app.features.supervision.ranks import at_rank

YEAR = 365
IN_TURN = 12
LONGEST = 2_000

_CALENDAR = WorkCalendar()


class Supervision:
    """Keeps the numbers; each day and the numbers themselves are transactions of their own."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def count(self) -> int:
        """Count the days that are due, forget those older than a year; returns how many were counted."""
        now = self._clock()
        today = now.astimezone(VIETNAM).date()
        days = self._due(today)
        for day in days:
            with self._database.transaction() as session:
                _count_day(session, day, now)
                session.commit()
        with self._database.transaction() as session:
            _forget(session, today - timedelta(days=YEAR))
            _number(session, now)
            session.commit()
        return len(days)

    def _due(self, today: date) -> list[date]:
        """Today and yesterday, every day never counted, and the days counted longest ago."""
        year = [today - timedelta(days=n) for n in range(YEAR)]
        with self._database.session(writes=False) as session:
            counted = dict(session.execute(select(CountedDay.day, CountedDay.counted_at)).all())
        never = [day for day in year[2:] if day not in counted]
        again = sorted((day for day in year[2:] if day in counted), key=lambda day: (counted[day], day))
        return [*year[:2], *never, *again[:IN_TURN]]


def _count_day(session: Session, day: date, now: datetime) -> None:
    procedures: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    agencies: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in Tallies(session).finished(day):
        counted = _counted(one)
        procedures[one.procedure_code, working_days(_local(one.began_at), day)] += counted
        if one.agency_code and one.due_at:
            agencies[one.agency_code, one.locality_code or ""] += counted
    for table in (ProcedureTally, AgencyTally, CountedDay):
        session.execute(delete(table).where(table.day == day))
    _insert(session, ProcedureTally, _procedure_rows(day, procedures))
    _insert(session, AgencyTally, _agency_rows(day, agencies))
    session.add(CountedDay(day=day, counted_at=now))


def _counted(one: Finished) -> Counter[str]:
    timed = one.due_at is not None
    return Counter(dossiers=1, timed=int(timed), on_time=int(timed and in_time(one)))


def _procedure_rows(day: date, counts: Mapping[tuple[str, int], Counter[str]]) -> Iterator[dict[str, object]]:
    for (code, length), count in counts.items():
        yield {
            "day": day,
            "procedure_code": code,
            "working_days": length,
            "dossiers": count["dossiers"],
            "timed": count["timed"],
            "on_time": count["on_time"],
        }


def _agency_rows(day: date, counts: Mapping[tuple[str, str], Counter[str]]) -> Iterator[dict[str, object]]:
    for (agency, locality), count in counts.items():
        yield {
            "day": day,
            "agency_code": agency,
            "locality_code": locality,
            "dossiers": count["timed"],
            "on_time": count["on_time"],
        }


def in_time(one: Finished) -> bool:
    """Whether it ended on its last day or before; the last day lasts until midnight (Civil Code Art. 148)."""
    return one.due_at is None or _local(one.finished_at) <= _local(one.due_at)


@cache
def working_days(first: date, last: date) -> int:
    """The working days after `first` up to and with `last`; 2,000 for anything longer or unknown."""
    if not timedelta(0) <= last - first <= timedelta(days=LONGEST):
        return 0 if last < first else LONGEST
    return _CALENDAR.count(first + ONE_DAY, last)


def _number(session: Session, now: datetime) -> None:
    for table in (ProcedureNumbers, AgencyNumbers):
        session.execute(delete(table))
    _insert(session, ProcedureNumbers, _procedure_numbers(session))
    _insert(session, AgencyNumbers, _agency_numbers(session, now))


def _procedure_numbers(session: Session) -> list[dict[str, object]]:
    query = select(
        ProcedureTally.procedure_code,
        ProcedureTally.working_days,
        func.sum(ProcedureTally.dossiers),
        func.sum(ProcedureTally.timed),
        func.sum(ProcedureTally.on_time),
    ).group_by(ProcedureTally.procedure_code, ProcedureTally.working_days)
    lengths: dict[str, dict[int, int]] = defaultdict(dict)
    kept: dict[str, Counter[str]] = defaultdict(Counter)
    for code, length, dossiers, timed, on_time in session.execute(query):
        lengths[code][length] = int(dossiers)
        kept[code] += Counter(timed=int(timed), on_time=int(on_time))
    return [
        {
            "procedure_code": code,
            "dossiers": sum(counts.values()),
            "median": at_rank(counts, 0.5),
            "ninety": at_rank(counts, 0.9),
            "timed": kept[code]["timed"],
            "on_time": kept[code]["on_time"],
        }
        for code, counts in lengths.items()
    ]


def _agency_numbers(session: Session, now: datetime) -> list[dict[str, object]]:
    numbers: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    place = AgencyTally.agency_code, AgencyTally.locality_code
    totals = select(*place, func.sum(AgencyTally.dossiers), func.sum(AgencyTally.on_time)).group_by(*place)
    for agency, locality, dossiers, on_time in session.execute(totals):
        ended = Counter(dossiers=int(dossiers), on_time=int(on_time))
        numbers[agency, province_of(agency, locality)] += ended
    for one in Tallies(session).open(now):
        waiting = Counter(open=one.open, overdue=one.overdue)
        numbers[one.agency_code, province_of(one.agency_code, one.locality_code or "")] += waiting
    names = ("open", "overdue", "dossiers", "on_time")
    return [
        {"agency_code": agency, "locality_code": province, **{name: counted[name] for name in names}}
        for (agency, province), counted in sorted(numbers.items())
    ]


def _forget(session: Session, oldest: date) -> None:
    for table in (ProcedureTally, AgencyTally, CountedDay):
        session.execute(delete(table).where(table.day <= oldest))


def _insert(session: Session, table: type, rows: Iterable[dict[str, object]]) -> None:
    values = list(rows)
    if values:
        session.execute(insert(table), values)


def _local(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()
