"""What a person and the agency say to each other about a dossier, and a wish to withdraw it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedJSON, EncryptedText, UTCTime
from app.texts import Text


class DossierMessage(Base):
    """One message; an officer's has an `author`, the person's has none.

    `key` makes it one message however often it comes: the form's key for the person's, the feed's item id
    for an officer's.
    """

    __tablename__ = "dossier_message"
    __table_args__ = (Index("ix_dossier_message_dossier_sent", "dossier_id", "sent_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    key: Mapped[str] = mapped_column(String(80), unique=True)
    author: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    text: Mapped[Text] = mapped_column(EncryptedJSON)
    sent_at: Mapped[datetime] = mapped_column(UTCTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UTCTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCTime)
    refusal: Mapped[str | None] = mapped_column(EncryptedText)


class Withdrawal(Base):
    """One request to withdraw a dossier; without `declined_at` and `refusal` it is open or was granted."""

    __tablename__ = "withdrawal"
    __table_args__ = (Index("ix_withdrawal_dossier_asked", "dossier_id", "asked_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    reason: Mapped[str | None] = mapped_column(EncryptedText)
    asked_at: Mapped[datetime] = mapped_column(UTCTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UTCTime)
    declined_at: Mapped[datetime | None] = mapped_column(UTCTime)
    answer: Mapped[Text | None] = mapped_column(EncryptedJSON)
    refusal: Mapped[str | None] = mapped_column(EncryptedText)
