"""Who may send dossiers, what was sent already, and how far an initial load has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedText, Json, UTCTime


class AgencyKey(Base):
    """A key an agency signs with; two may be valid at once while one replaces the other."""

    __tablename__ = "agency_key"

    key_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    agency: Mapped[str] = mapped_column(String(64))
    algorithm: Mapped[str] = mapped_column(String(20))
    material: Mapped[str] = mapped_column(EncryptedText)
    valid_from: Mapped[datetime] = mapped_column(UTCTime)
    valid_until: Mapped[datetime | None] = mapped_column(UTCTime)


class HookNonce(Base):
    """A nonce that was used; it cannot be used again while its signature would still be young enough."""

    __tablename__ = "hook_nonce"

    key_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UTCTime, index=True)


class HookBatch(Base):
    """A batch that was answered; the same batch again gets the same answer."""

    __tablename__ = "hook_batch"

    agency: Mapped[str] = mapped_column(String(64), primary_key=True)
    batch_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    answer: Mapped[dict[str, Any]] = mapped_column(Json)
    arrived_at: Mapped[datetime] = mapped_column(UTCTime, index=True)


class InitialLoad(Base):
    """How many lines of a source are in the database; moved in the transaction that stored them.

    `digest` is the SHA-256 of those lines, by which another file of the same name is noticed.
    """

    __tablename__ = "initial_load"

    source: Mapped[str] = mapped_column(String(200), primary_key=True)
    lines: Mapped[int] = mapped_column(BigInteger, default=0)
    taken: Mapped[int] = mapped_column(BigInteger, default=0)
    refused: Mapped[int] = mapped_column(BigInteger, default=0)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    began_at: Mapped[datetime] = mapped_column(UTCTime)
    moved_at: Mapped[datetime] = mapped_column(UTCTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCTime)
