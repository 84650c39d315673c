"""Private addresses from which calendar programs fetch a person's due days."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import UTCTime


class CalendarFeed(Base):
    """A person's one address; only the digest of its secret is kept, so it can be shown once."""

    __tablename__ = "calendar_feed"

    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    made_at: Mapped[datetime] = mapped_column(UTCTime)
