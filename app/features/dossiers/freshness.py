"""Whether an open page still shows all there is, asked of one narrow row."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.clock import VIETNAM, Clock
from app.features.dossiers.mirror.models import Dossier


class Freshness:
    """Tells the version of a dossier's page; one statement."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def tag(self, reference: str, *, owner: UUID) -> str | None:
        """The tag the page would have now; None when the person has no such dossier."""
        named = or_(Dossier.code == reference, Dossier.receipt_number == reference)
        query = select(Dossier.version, Dossier.updated_at).where(named, Dossier.owner_id == owner)
        row = self._session.execute(query).first()
        return page_tag(*row, self._clock()) if row else None


def page_tag(version: int, updated_at: datetime, now: datetime) -> str:
    """Changes with all that a dossier's page shows, and at midnight, when days become other days."""
    moment = int(updated_at.timestamp() * 1_000_000)
    return f"{version}-{moment:x}-{now.astimezone(VIETNAM):%y%m%d}"
