"""Files people bring, results agencies issue, and what their signatures say."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedJSON, EncryptedText, Json, UTCTime

Kind = Literal["upload", "result"]
Scanned = Literal["pending", "clean", "infected", "failed", "unchecked"]


class StoredFile(Base):
    """One file as its owner brought it, or as an agency issued it; the bytes lie in the file store.

    A result's `origin` tells its dossier and agency. `scanned` is what a virus scanner said: `unchecked`
    where none is configured, `pending` until it answers, `failed` when it never did. `prepared` lists what
    the portal did to a photo: `jpeg`, `upright`, `placeless`. `thumbnail_due_at` is set while the worker has
    yet to draw the first page of a PDF.
    """

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_scan_due", "scanned", "scan_due_at"),)

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
    pages: Mapped[int | None]
    prepared: Mapped[list[str] | None] = mapped_column(Json)
    thumbnail_key: Mapped[str | None] = mapped_column(String(64))
    thumbnail_sha256: Mapped[str | None] = mapped_column(String(64))
    thumbnail_due_at: Mapped[datetime | None] = mapped_column(UTCTime, index=True)
    scanned: Mapped[str] = mapped_column(String(10), default="unchecked", server_default="unchecked")
    threat: Mapped[str | None] = mapped_column(EncryptedText)
    scan_attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    scan_due_at: Mapped[datetime | None] = mapped_column(UTCTime)
    wanted_at: Mapped[datetime | None] = mapped_column(UTCTime)
    released_at: Mapped[datetime | None] = mapped_column(UTCTime, index=True)


class PartialUpload(Base):
    """A file on its way, kept until `expires_at`; once whole and stored it names its `file_id`.

    `target` says what it is for, `fingerprint` by which the same file chosen again goes on.
    """

    __tablename__ = "partial_upload"
    __table_args__ = (Index("ix_partial_upload_again", "owner_id", "target", "fingerprint"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    target: Mapped[str] = mapped_column(String(200))
    fingerprint: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(EncryptedText)
    size: Mapped[int]
    storage_key: Mapped[str] = mapped_column(String(64))
    begun_at: Mapped[datetime] = mapped_column(UTCTime)
    expires_at: Mapped[datetime] = mapped_column(UTCTime, index=True)
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))


class SignatureCheck(Base):
    """What the signatures of the bytes with this hash say, judged once by one list of trusted authorities."""

    __tablename__ = "signature_check"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    trust: Mapped[str] = mapped_column(String(64))
    signatures: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedJSON)
    unreadable: Mapped[str | None] = mapped_column(String(10))
    checked_at: Mapped[datetime] = mapped_column(UTCTime)
