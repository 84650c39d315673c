"""What stays of an application beside its payload: its paper, attempts to sign it, and its receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedJSON, UTCTime


class ApplicationPaper(Base):
    """The application as PDF, as it was declared or signed; its bytes lie in the file store, unchanged."""

    __tablename__ = "application_paper"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    storage_key: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    signature: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)


class Signing(Base):
    """One attempt to sign a draft at the provider; `work` is kept until it ends or, signed, until it is used.

    `owner_id` is who signs, `party_id` the invitation by which somebody else than the draft's owner does.
    """

    __tablename__ = "signing"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), index=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    party_id: Mapped[UUID | None]
    state_digest: Mapped[str] = mapped_column(String(64), unique=True)
    work: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    begun_at: Mapped[datetime] = mapped_column(UTCTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)
    outcome: Mapped[str | None] = mapped_column(String(20))


class IssuedReceipt(Base):
    """The signed receipt of an application, and what the agency has acknowledged since."""

    __tablename__ = "receipt"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    manifest: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)
    token: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(UTCTime)
    acknowledgement: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    acknowledged_token: Mapped[str | None] = mapped_column(Text)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCTime)
