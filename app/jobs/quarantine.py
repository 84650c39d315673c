"""Feed items that could not be used: kept word for word, so that nothing an agency says is lost."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.db.base import Base
from app.db.types import EncryptedText, UTCTime

_LONGEST_REASON = 300
_LONGEST_BODY = 100_000

log: Any = structlog.get_logger("portal.quarantine")


class QuarantinedItem(Base):
    """One item of one feed, and why it was not taken; settled once it was taken after all or discarded."""

    __tablename__ = "quarantined_item"
    __table_args__ = (
        Index("ix_quarantined_item_open", "settled_at", "arrived_at"),
        Index("ix_quarantined_item_sender", "sender", "arrived_at"),
    )

    feed: Mapped[str] = mapped_column(String(80), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[str] = mapped_column(EncryptedText)
    reason: Mapped[str] = mapped_column(String(_LONGEST_REASON))
    arrived_at: Mapped[datetime] = mapped_column(UTCTime)
    sender: Mapped[str | None] = mapped_column(String(64))
    reference: Mapped[str | None] = mapped_column(String(100))
    settled_at: Mapped[datetime | None] = mapped_column(UTCTime)
    settled_by: Mapped[UUID | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
    remark: Mapped[str | None] = mapped_column(String(300))


def quarantine(
    session: Session,
    feed: str,
    body: bytes,
    reason: str,
    now: datetime,
    *,
    sender: str | None = None,
    reference: str | None = None,
) -> str | None:
    """Keep an item aside, once however often it comes, at most its first 100 kB; not committed.

    Returns the item's SHA-256, none when it was kept before. `reason` is shown to operators and to the sender
    and must hold no personal data; `reference` is what the sender calls the item.
    """
    digest = hashlib.sha256(body).hexdigest()
    if session.get(QuarantinedItem, (feed, digest)) is not None:
        return None
    log.error("feed item set aside", feed=feed, digest=digest[:12], reason=reason[:_LONGEST_REASON])
    session.add(
        QuarantinedItem(
            feed=feed,
            digest=digest,
            body=body[:_LONGEST_BODY].decode("utf-8", "replace"),
            reason=reason[:_LONGEST_REASON].replace("\0", ""),
            arrived_at=now,
            sender=sender,
            reference=None if reference is None else reference[:100].replace("\0", ""),
        )
    )
    return digest
