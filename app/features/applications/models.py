"""Forms, drafts and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedBytes, EncryptedJSON, EncryptedText, Json, UTCTime


class PublishedForm(Base):
    """One immutable version of a definition, as its agency published it."""

    __tablename__ = "published_form"

    definition_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    procedure_code: Mapped[str] = mapped_column(String(40), index=True)
    document: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime] = mapped_column(UTCTime)


class Draft(Base):
    """What a person typed and uploaded so far, pinned to one definition version.

    `kept_version` is the newest version its owner saw and did not move to; `set_aside` are answers that
    were not taken over. A draft with a `parent_id` is a linked procedure of another draft's filing.
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index("ix_draft_owner_open", "owner_id", "submitted_at", "deleted_at"),
        Index("ix_draft_saved", "submitted_at", "saved_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    procedure_code: Mapped[str] = mapped_column(String(40))
    definition_id: Mapped[str] = mapped_column(String(80))
    definition_version: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    saved_at: Mapped[datetime] = mapped_column(UTCTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCTime)
    deleted_at: Mapped[datetime | None] = mapped_column(UTCTime)
    expired: Mapped[bool] = mapped_column(default=False, server_default=false())
    warned_at: Mapped[datetime | None] = mapped_column(UTCTime)
    kept_version: Mapped[int | None]
    set_aside: Mapped[list[dict[str, Any]] | None] = mapped_column(EncryptedJSON)
    copied_from: Mapped[str | None] = mapped_column(String(40))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft.id"), index=True)
    linked: Mapped[dict[str, bool] | None] = mapped_column(Json)


class DraftParty(Base):
    """Another person who takes part in a draft: the invitation, and what he or she said to which answers.

    `id_number` is whom the invitation is for where the answers do not say it, `facts` what is known of that
    person as `State.facts` has it. `asked_again_at` is when the person was told that the answers were changed
    and the agreement counts no more, None while it counts; `compared_at` when that was looked at last.
    """

    __tablename__ = "draft_party"
    __table_args__ = (UniqueConstraint("draft_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"))
    key: Mapped[str] = mapped_column(String(60))
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    invited_at: Mapped[datetime] = mapped_column(UTCTime)
    expires_at: Mapped[datetime] = mapped_column(UTCTime)
    sent_to: Mapped[str | None] = mapped_column(EncryptedText)
    id_number: Mapped[str | None] = mapped_column(EncryptedText)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCTime)
    facts: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCTime)
    declined_at: Mapped[datetime | None] = mapped_column(UTCTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCTime)
    reason: Mapped[str | None] = mapped_column(EncryptedText)
    compared_at: Mapped[datetime | None] = mapped_column(UTCTime)
    asked_again_at: Mapped[datetime | None] = mapped_column(UTCTime)


class AgreedPaper(Base):
    """What a person who was invited declared, as PDF; it comes and goes with the agreement.

    Its id is that of the invitation. `signature` says who signed and when, None where it was declared only.
    `answers` are those it is about, under `version` of the form; papers of before revision 0024 have none.
    """

    __tablename__ = "agreed_paper"

    party_id: Mapped[UUID] = mapped_column(ForeignKey("draft_party.id"), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(EncryptedBytes, deferred=True)
    name: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2))
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    version: Mapped[int | None]
    answers: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON, deferred=True)
    signature: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)


class Application(Base):
    """What was sent, once per draft; the payload is exactly what the agency receives."""

    __tablename__ = "application"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("draft.id"), unique=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    receipt_number: Mapped[str] = mapped_column(String(40), unique=True)
    procedure_code: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(EncryptedJSON)
    payload_sha256: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime] = mapped_column(UTCTime)
    outbox_id: Mapped[UUID]
