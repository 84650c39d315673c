"""The person the portal knows: who the identity provider vouched for, and how to reach them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedJSON, EncryptedText, UTCTime


class Person(Base):
    """One person at one identity provider; claims are as of the last sign-in."""

    __tablename__ = "person"
    __table_args__ = (Index("uq_person_issuer_subject", "issuer", "subject", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(EncryptedText)
    id_number: Mapped[str | None] = mapped_column(EncryptedText)
    id_number_index: Mapped[str | None] = mapped_column(String(64), index=True)
    identity_level: Mapped[int]
    claims: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)
    language: Mapped[str] = mapped_column(String(2))
    locality: Mapped[str | None] = mapped_column(EncryptedText)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    seen_at: Mapped[datetime] = mapped_column(UTCTime)
