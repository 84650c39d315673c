"""How far each feed of the other side has been read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db.base import Base
from app.db.types import UTCTime
from app.gateways.agencies import LONGEST_CURSOR


class FeedCursor(Base):
    """The place after the last item taken from one feed."""

    __tablename__ = "feed_cursor"

    feed: Mapped[str] = mapped_column(String(80), primary_key=True)
    cursor: Mapped[str] = mapped_column(String(LONGEST_CURSOR))
    moved_at: Mapped[datetime] = mapped_column(UTCTime)


def cursor_of(session: Session, feed: str) -> str:
    """Where to read on; empty at the beginning."""
    found = session.get(FeedCursor, feed)
    return found.cursor if found else ""


def hold_cursor(session: Session, feed: str, now: datetime) -> str:
    """Where to read on; nobody else can hold or move this cursor until the transaction ends."""
    held = session.get(FeedCursor, feed, with_for_update=True, populate_existing=True)
    if held is None:
        try:
            with session.begin_nested():
                session.add(FeedCursor(feed=feed, cursor="", moved_at=now))
        except IntegrityError:
            # Another reader began the same feed at the same moment; its row is the one to hold.
            return hold_cursor(session, feed, now)
        return ""
    return held.cursor


def move_cursor(session: Session, feed: str, cursor: str, now: datetime) -> None:
    """Remember the place, in the transaction that stored the items before it; not committed."""
    session.merge(FeedCursor(feed=feed, cursor=cursor, moved_at=now))
