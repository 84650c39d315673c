"""What stays of attempts to sign: nothing of the paper once its time is over, and after a month nothing."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import case, delete, func, update

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
        with self._database.transaction() as session:
            # By what they are, not by id: a statement has room for so many ids only.
            gone = session.execute(delete(Signing).where(Signing.begun_at <= now - KEPT_FOR))
            lost = session.execute(update(Signing).where(*unfinished).values(**ended))
            session.commit()
        return int(gone.rowcount + lost.rowcount)  # type: ignore[attr-defined]  # both have it
