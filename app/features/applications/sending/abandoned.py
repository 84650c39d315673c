"""What stays of attempts to sign: nothing of the paper once its time is over, and after a month nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import case, delete, func, select, update

from app.clock import Clock
from app.db.base import Database
from app.features.applications.sending.models import Signing
from app.features.applications.sending.signing import PATIENCE

KEPT_FOR = timedelta(days=30)
UNUSED_FOR = timedelta(days=1)


class Abandoned:
    """The worker's part of signing; running it again changes nothing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def clear(self) -> int:
        """End the attempts nobody came back from, and delete those of a month ago; returns how many.

        What was signed and not used is kept for a day.
        """
        now = self._clock()
        patience = case((Signing.outcome == "signed", now - UNUSED_FOR), else_=now - PATIENCE)
        unfinished = (Signing.work.is_not(None), Signing.begun_at <= patience)
        ended = {"work": None, "outcome": "expired", "ended_at": func.coalesce(Signing.ended_at, now)}
        old = select(Signing.id).where(Signing.begun_at <= now - KEPT_FOR)
        with self._database.transaction() as session:
            lost = session.scalars(select(Signing.id).where(*unfinished)).all()
            gone = session.scalars(old).all()
            session.execute(update(Signing).where(Signing.id.in_(lost)).values(**ended))
            session.execute(delete(Signing).where(Signing.id.in_(gone)))
            session.commit()
        return len({*lost, *gone})
