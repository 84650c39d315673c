"""What the portal knows of dossiers: the mirror of each, every event told, and answers sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedJSON, EncryptedText, Json, UTCTime
from app.texts import Text


class Dossier(Base):
    """One submitted application as its owner follows it; `version` is the last event taken into account."""

    __tablename__ = "dossier"
    __table_args__ = (Index("ix_dossier_owner_submitted", "owner_id", "submitted_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(unique=True)
    receipt_number: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str | None] = mapped_column(String(64), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    procedure_code: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str | None] = mapped_column(EncryptedText)
    language: Mapped[str] = mapped_column(String(2))
    email: Mapped[str | None] = mapped_column(EncryptedText)
    status: Mapped[int] = mapped_column(default=1)
    agency_code: Mapped[str | None] = mapped_column(String(64), index=True)
    agency_name: Mapped[Text | None] = mapped_column(Json)
    submitted_at: Mapped[datetime] = mapped_column(UTCTime)
    received_at: Mapped[datetime | None] = mapped_column(UTCTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCTime)
    files: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedJSON)
    files_confirmed: Mapped[bool | None]
    needs_person: Mapped[bool] = mapped_column(default=False)
    refusal: Mapped[str | None] = mapped_column(EncryptedText)
    version: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UTCTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCTime)

    @property
    def reference(self) -> str:
        """What the dossier is called in addresses: the agency's code, before it the receipt number."""
        return self.code or self.receipt_number


class DossierEvent(Base):
    """One event as an agency told it; without `dossier_id` it waits for its dossier or for earlier events."""

    __tablename__ = "dossier_event"
    __table_args__ = (
        UniqueConstraint("dossier_id", "version"),
        Index("ix_dossier_event_application_version", "application_id", "version"),
    )

    event_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    application_id: Mapped[str] = mapped_column(String(64))
    dossier_code: Mapped[str] = mapped_column(String(64))
    dossier_id: Mapped[UUID | None] = mapped_column(ForeignKey("dossier.id"))
    version: Mapped[int]
    status: Mapped[int]
    occurred_at: Mapped[datetime] = mapped_column(UTCTime)
    actor: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    note: Mapped[Text | None] = mapped_column(EncryptedJSON)
    due_at: Mapped[datetime | None] = mapped_column(UTCTime)
    request: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    lawful: Mapped[bool] = mapped_column(default=True)
    arrived_at: Mapped[datetime] = mapped_column(UTCTime)


class Supplement(Base):
    """One answer to everything an agency asked for at once."""

    __tablename__ = "supplement"
    __table_args__ = (UniqueConstraint("dossier_id", "request_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    request_id: Mapped[str] = mapped_column(String(100))
    answers: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedJSON)
    sent_at: Mapped[datetime] = mapped_column(UTCTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCTime)
    files_confirmed: Mapped[bool | None]
    refusal: Mapped[str | None] = mapped_column(EncryptedText)
