"""Feed items that could not be used: kept word for word, so that nothing an agency says is lost."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db.base import Base
from app.db.types import EncryptedText, UTCTime

_LONGEST_REASON = 300
_LONGEST_BODY = 100_000

log: Any = structlog.get_logger("portal.quarantine")


class QuarantinedItem(Base):
    """One item of one feed, and why it was not taken."""

    __tablename__ = "quarantined_item"

    feed: Mapped[str] = mapped_column(String(80), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[str] = mapped_column(EncryptedText)
    reason: Mapped[str] = mapped_column(String(_LONGEST_REASON))
    arrived_at: Mapped[datetime] = mapped_column(UTCTime)


def quarantine(session: Session, feed: str, body: bytes, reason: str, now: datetime) -> None:
    """Keep an item aside, once however often it comes, at most its first 100 kB; not committed."""
    digest = hashlib.sha256(body).hexdigest()
    if session.get(QuarantinedItem, (feed, digest)) is not None:
        return
    log.error("feed item set aside", feed=feed, digest=digest[:12], reason=reason[:_LONGEST_REASON])
    session.add(
        QuarantinedItem(
            feed=feed,
            digest=digest,
            body=body[:_LONGEST_BODY].decode("utf-8", "replace"),
            reason=reason[:_LONGEST_REASON].replace("\0", ""),
            arrived_at=now,
        )
    )
