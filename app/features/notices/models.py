"""What people were told, how they want to be told, and which of their addresses take no letters."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedJSON, EncryptedText, Json, UTCTime


class Notice(Base):
    """One thing a person is told; its id is made of person and event, so that it is told once for ever.

    Until `released_at` it waits for its day; `digest_at` is set while the daily mail still has to list it.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_person_released", "person_id", "released_at"),
        Index("ix_notice_waiting", "released_at", "due_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    matter: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)
    language: Mapped[str | None] = mapped_column(String(2))
    email: Mapped[str | None] = mapped_column(EncryptedText)
    deadline: Mapped[datetime | None] = mapped_column(UTCTime)
    due_at: Mapped[datetime] = mapped_column(UTCTime)
    released_at: Mapped[datetime | None] = mapped_column(UTCTime)
    digest_at: Mapped[datetime | None] = mapped_column(UTCTime, index=True)
    read_at: Mapped[datetime | None] = mapped_column(UTCTime)


class NoticeChoices(Base):
    """How one person wants to be told; somebody without a row has the defaults."""

    __tablename__ = "notice_choices"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    channels: Mapped[dict[str, list[str]]] = mapped_column(Json)
    language: Mapped[str | None] = mapped_column(String(2))
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    digest: Mapped[bool]
    sms_marks: Mapped[bool]
    email: Mapped[str | None] = mapped_column(EncryptedText)
    email_verified_at: Mapped[datetime | None] = mapped_column(UTCTime)
    email_token: Mapped[str | None] = mapped_column(String(64))
    email_asked_at: Mapped[datetime | None] = mapped_column(UTCTime)


class PushSubscription(Base):
    """One browser that shows a person's notices (RFC 8030); `device` is its name for people."""

    __tablename__ = "push_subscription"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    endpoint: Mapped[str] = mapped_column(EncryptedText)
    endpoint_index: Mapped[str] = mapped_column(String(64), unique=True)
    p256dh: Mapped[str] = mapped_column(EncryptedText)
    auth: Mapped[str] = mapped_column(EncryptedText)
    device: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UTCTime)


class BouncedAddress(Base):
    """A mail address or phone number that takes nothing; found by the keyed digest of the address."""

    __tablename__ = "bounced_address"

    address_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    bounced_at: Mapped[datetime] = mapped_column(UTCTime)
