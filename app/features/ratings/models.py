"""What people thought of a service."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedText, UTCTime

VERY_SATISFIED, SATISFIED, NOT_SATISFIED = 1, 2, 3
LONGEST_COMMENT = 1000


class Rating(Base):
    """One person's judgement of how one dossier was handled; it is never changed."""

    __tablename__ = "rating"
    __table_args__ = (
        CheckConstraint("level between 1 and 3", name="level"),
        Index("ix_rating_procedure_rated", "procedure_code", "rated_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    procedure_code: Mapped[str] = mapped_column(String(64))
    agency_code: Mapped[str | None] = mapped_column(String(64), index=True)
    level: Mapped[int]
    comment: Mapped[str | None] = mapped_column(EncryptedText)
    language: Mapped[str] = mapped_column(String(2))
    rated_at: Mapped[datetime] = mapped_column(UTCTime)
