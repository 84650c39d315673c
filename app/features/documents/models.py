"""Files people bring, results agencies issue, and what their signatures say."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedJSON, EncryptedText, UTCTime

Kind = Literal["upload", "result"]


class StoredFile(Base):
    """One file as its owner brought it, or as an agency issued it; the bytes lie in the file store.

    A result's `origin` tells its dossier and agency.
    """

    __tablename__ = "stored_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(EncryptedText)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(64))
    stored_at: Mapped[datetime] = mapped_column(UTCTime)
    kind: Mapped[str] = mapped_column(String(10), default="upload", server_default="upload")
    origin: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    deleted_at: Mapped[datetime | None] = mapped_column(UTCTime)


class SignatureCheck(Base):
    """What the signatures of the bytes with this hash say, judged once by one list of trusted authorities."""

    __tablename__ = "signature_check"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    trust: Mapped[str] = mapped_column(String(64))
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedJSON)
    unreadable: Mapped[str | None] = mapped_column(String(10))
    checked_at: Mapped[datetime] = mapped_column(UTCTime)
