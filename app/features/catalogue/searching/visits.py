"""How often people open a procedure: counted in memory, written in batches, used for ranking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.features.catalogue.models import Procedure
from app.features.catalogue.searching.models import ProcedureVisits
from app.jobs.tally import Tally

REMEMBERED = timedelta(days=366)
AN_APPLICATION = 20
"""One application says as much about a procedure as so many visits."""


class Visits(Tally[str]):
    """Visits of procedure pages by code; one per process."""

    def __init__(self, database: Database, clock: Clock) -> None:
        super().__init__(_writer(database, clock))


def _writer(database: Database, clock: Clock) -> Callable[[Mapping[str, int]], None]:
    def write(counted: Mapping[str, int]) -> None:
        with database.transaction() as session:
            add_visits(session, counted, clock())
            session.commit()

    return write


def add_visits(session: Session, counted: Mapping[str, int], now: datetime) -> None:
    """Add to this month's visits, in one statement; the caller commits."""
    month = now.date().replace(day=1)
    rows = [{"code": code, "month": month, "visits": times} for code, times in sorted(counted.items())]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(ProcedureVisits)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["code", "month"],
            set_={"visits": ProcedureVisits.visits + insert.excluded.visits},
        ),
        rows,
    )


def popularity(session: Session, today: date) -> Counter[str]:
    """Visits of the last twelve months and applications, by code, on one scale."""
    visits = session.execute(
        select(ProcedureVisits.code, func.sum(ProcedureVisits.visits))
        .where(ProcedureVisits.month >= today - REMEMBERED)
        .group_by(ProcedureVisits.code)
    )
    counted = Counter({code: int(times) for code, times in visits})
    for code, uses in session.execute(select(Procedure.code, Procedure.uses).where(Procedure.uses > 0)):
        counted[code] += AN_APPLICATION * uses
    return counted


def forget_visits(session: Session, today: date) -> None:
    """Delete the visits that no longer count; the caller commits."""
    session.execute(delete(ProcedureVisits).where(ProcedureVisits.month < today - REMEMBERED))
