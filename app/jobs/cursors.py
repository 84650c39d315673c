"""How far each feed of the other side has been read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db.base import Base
from app.db.types import UTCTime


class FeedCursor(Base):
    """The place after the last item taken from one feed."""

    __tablename__ = "feed_cursor"

    feed: Mapped[str] = mapped_column(String(80), primary_key=True)
    cursor: Mapped[str] = mapped_column(String(200))
    moved_at: Mapped[datetime] = mapped_column(UTCTime)


def cursor_of(session: Session, feed: str) -> str:
    """Where to read on; empty at the beginning."""
    found = session.get(FeedCursor, feed)
    return found.cursor if found else ""


def move_cursor(session: Session, feed: str, cursor: str, now: datetime) -> None:
    """Remember the place, in the transaction that stored the items before it; not committed."""
    session.merge(FeedCursor(feed=feed, cursor=cursor, moved_at=now))
