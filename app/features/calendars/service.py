"""A private calendar of due days: made, fetched by its secret, taken back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import NotFound
from app.features.calendars.models import CalendarFeed
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.mirror.due_days import DueDay, DueDays
from app.texts import Text

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar program gets: due days and names of procedures, in one language."""

    language: str
    days: Sequence[DueDay]
    names: Mapping[str, Text]


class CalendarService:
    """Calendar addresses; whoever has the secret may read, and reads nothing but procedures and codes."""

    def __init__(self, session: Session, catalogue: CatalogueService, clock: Clock) -> None:
        self._session = session
        self._catalogue = catalogue
        self._clock = clock

    def made_at(self, owner: UUID) -> datetime | None:
        """Since when the person has an address, None without one."""
        feed = self._session.get(CalendarFeed, owner)
        return feed.made_at if feed else None

    def make(self, owner: UUID, language: str) -> str:
        """A new secret for the person's address; an earlier one stops working."""
        token = secrets.token_urlsafe(_SECRET_BYTES)
        made = CalendarFeed(
            owner_id=owner, token_digest=_digest(token), language=language, made_at=self._clock()
        )
        self._session.merge(made)
        self._session.commit()
        return token

    def revoke(self, owner: UUID) -> None:
        """Make the person's address stop working; without one nothing happens."""
        self._session.execute(delete(CalendarFeed).where(CalendarFeed.owner_id == owner))
        self._session.commit()

    def read(self, token: str) -> Feed:
        """What stands in the calendar of this secret; raises `NotFound`."""
        query = select(CalendarFeed).where(CalendarFeed.token_digest == _digest(token))
        feed = self._session.scalars(query).first()
        if feed is None:
            raise NotFound("no calendar has this secret")
        days = DueDays(self._session).of(feed.owner_id)
        return Feed(feed.language, days, self._catalogue.names(day.procedure_code for day in days))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
