"""What agencies keep: their catalogue, dossiers, files and the log of events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.sandbox.db import Base

Json = dict[str, Any]


class CatalogueEntry(Base):
    """One line of the catalogue's log of changes."""

    __tablename__ = "catalogue_log"

    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    code: Mapped[str] = mapped_column(index=True)
    record: Mapped[Json | None]
    successor: Mapped[str | None]
    note: Mapped[Json | None]
    published_at: Mapped[datetime]


class PublishedDefinition(Base):
    """When a version of a form was first offered."""

    __tablename__ = "published_definitions"

    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]


class StoredFile(Base):
    """A file on the shelf, named by its SHA-256 in lower-case hexadecimal."""

    __tablename__ = "files"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    received_at: Mapped[datetime]


class Dossier(Base):
    """An application an agency has received; `answer` is what it replied, word for word."""

    __tablename__ = "dossiers"

    code: Mapped[str] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(unique=True)
    body_digest: Mapped[str]
    answer: Mapped[Json]
    receipt_number: Mapped[str]
    procedure: Mapped[str]
    definition_id: Mapped[str]
    definition_version: Mapped[int]
    language: Mapped[str]
    applicant: Mapped[Json]
    locality: Mapped[Json | None]
    agency: Mapped[Json]
    answers: Mapped[Json]
    submitted_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(index=True)
    due_at: Mapped[datetime | None]
    status: Mapped[int] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(default=0)

    files: Mapped[list[DossierFile]] = relationship(order_by="DossierFile.number", lazy="selectin")
    events: Mapped[list[DossierEvent]] = relationship(order_by="DossierEvent.version", lazy="select")
    requests: Mapped[list[SupplementRequest]] = relationship(
        order_by="SupplementRequest.number", lazy="selectin"
    )


class DossierFile(Base):
    """A file of a dossier, with the question or the supplement point it answers."""

    __tablename__ = "dossier_files"

    number: Mapped[int] = mapped_column(primary_key=True)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    file_id: Mapped[str]
    question: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    signatures: Mapped[FileSignatures | None] = relationship(lazy="selectin")


class FileSignatures(Base):
    """What the portal says of the signatures of a file when it was uploaded."""

    __tablename__ = "file_signatures"

    file_number: Mapped[int] = mapped_column(ForeignKey("dossier_files.number"), primary_key=True)
    said: Mapped[list[Any]]


class DossierPaper(Base):
    """The application as PDF, with what its signatures said when it arrived."""

    __tablename__ = "dossier_papers"

    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), primary_key=True)
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    signatures: Mapped[list[Any]]


class PartyPaper(Base):
    """What somebody else who takes part in an application signed or declared, as PDF."""

    __tablename__ = "dossier_party_papers"

    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str]
    id_number: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    signatures: Mapped[list[Any]]


class DossierEvent(Base):
    """One line of the events feed; versions of a dossier count 1, 2, 3 without gaps."""

    __tablename__ = "dossier_events"
    __table_args__ = (UniqueConstraint("dossier_code", "version"),)

    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event_id: Mapped[str] = mapped_column(unique=True)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    application_id: Mapped[str]
    version: Mapped[int]
    status: Mapped[int]
    occurred_at: Mapped[datetime]
    actor: Mapped[Json]
    note: Mapped[Json | None]
    due_at: Mapped[datetime | None]
    request: Mapped[Json | None]
    result: Mapped[Json | None]


class SupplementRequest(Base):
    """Several points asked at once, and the one answer to them."""

    __tablename__ = "supplement_requests"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    points: Mapped[list[Any]]
    answer_by: Mapped[date]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answers: Mapped[list[Any] | None]
    idempotency_key: Mapped[str | None] = mapped_column(unique=True)
    body_digest: Mapped[str | None]
    answer: Mapped[Json | None]


class ResultFile(Base):
    """A file that is part of a result; its bytes are on the shelf."""

    __tablename__ = "result_files"

    id: Mapped[str] = mapped_column(primary_key=True)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
