"""What the portal knows of dossiers: the mirror of each, every event told, and answers sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Computed,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.partitions import make_undated
from app.db.types import EncryptedJSON, EncryptedText, Json, UTCTime
from app.features.dossiers.mirror.holders import year_of
from app.texts import Text


def _only(condition: str) -> dict[str, Any]:
    """An index over the rows that need it; the others cost it nothing, neither room nor time."""
    return {"postgresql_where": text(condition), "sqlite_where": text(condition)}


# By whom and when, then all by which a person's dossiers are counted, narrowed and put in an order, so that
# nothing but the index is read for it.
_COUNTED = (
    "owner_id", "submitted_at", "holder_kind", "needs_person", "finished_at", "for_other", "procedure_code",
    "agency_code", "code", "due_at", "active_at", "id",
)  # fmt: skip


class Dossier(Base):
    """One dossier as an agency tells of it; `version` is the last event taken into account.

    Filed through the portal it has an application, files and an owner from the first second; sent by an
    agency it has a code and, when the agency named one, a holder. Whoever signs in with the holder's ID
    number becomes its owner. What only the portal's own dossiers have is null in all others, without room.
    """

    __tablename__ = "dossier"
    __table_args__ = (
        Index("uq_dossier_application", "application_id", unique=True, **_only("application_id IS NOT NULL")),
        Index("uq_dossier_receipt", "receipt_number", unique=True, **_only("receipt_number IS NOT NULL")),
        Index("ix_dossier_owner_counted", *_COUNTED, **_only("owner_id IS NOT NULL")),
        Index(
            "ix_dossier_owner_activity",
            "owner_id",
            "needs_person",
            "active_at",
            "id",
            **_only("owner_id IS NOT NULL"),
        ),
        Index("ix_dossier_holder", "holder", **_only("holder IS NOT NULL")),
        Index("ix_dossier_open_due", "due_at", **_only("finished_at IS NULL")),
        Index("ix_dossier_open_agency_due", "agency_code", "due_at", **_only("finished_at IS NULL")),
        Index("ix_dossier_open_place_due", "locality_code", "due_at", **_only("finished_at IS NULL")),
        Index("ix_dossier_finished", "finished_at", **_only("finished_at IS NOT NULL")),
        # Room in each page for the next version of its rows: one that keeps its place touches no index.
        # Cleaned after every fiftieth row has changed: counting reads the index alone where a page is clean.
        {"postgresql_with": {"fillfactor": 90, "autovacuum_vacuum_scale_factor": 0.02}},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID | None]
    receipt_number: Mapped[str | None] = mapped_column(String(64))
    code: Mapped[str | None] = mapped_column(String(64), unique=True)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    holder: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    locality_code: Mapped[str | None] = mapped_column(String(16))
    channel: Mapped[int | None] = mapped_column(SmallInteger)
    procedure_code: Mapped[str] = mapped_column(String(64))
    holder_kind: Mapped[str | None] = mapped_column(String(12))
    subject: Mapped[str | None] = mapped_column(EncryptedText)
    language: Mapped[str] = mapped_column(String(2))
    email: Mapped[str | None] = mapped_column(EncryptedText)
    status: Mapped[int] = mapped_column(default=1)
    agency_code: Mapped[str | None] = mapped_column(String(64))
    agency_name: Mapped[Text | None] = mapped_column(Json)
    submitted_at: Mapped[datetime] = mapped_column(UTCTime)
    received_at: Mapped[datetime | None] = mapped_column(UTCTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCTime)
    files: Mapped[list[dict[str, Any]] | None] = mapped_column(EncryptedJSON)
    files_confirmed: Mapped[bool | None]
    needs_person: Mapped[bool] = mapped_column(default=False)
    refusal: Mapped[str | None] = mapped_column(EncryptedText)
    version: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UTCTime)
    # What lists are ordered by: null while nobody owns the dossier, so that an event of such a one changes
    # no indexed column and PostgreSQL leaves every index alone (a heap-only update).
    active_at: Mapped[datetime | None] = mapped_column(
        UTCTime, Computed("CASE WHEN owner_id IS NOT NULL THEN updated_at END", persisted=True)
    )
    # Only an application names somebody else; what an agency calls the subject of its own record is a matter.
    for_other: Mapped[bool | None] = mapped_column(
        Computed("CASE WHEN application_id IS NOT NULL AND subject IS NOT NULL THEN true END", persisted=True)
    )
    finished_at: Mapped[datetime | None] = mapped_column(UTCTime)
    fact_id_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    fact_phone_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))

    @property
    def reference(self) -> str:
        """What the dossier is called in addresses: the agency's code, before it the receipt number."""
        return self.code or self.receipt_number or str(self.id)


class Extracted(Base):
    """A dossier that its owner's extract (`app.features.dossiers.extracts`) holds as it is.

    It stands beside the dossier, so that extracting thousands changes none of their rows: PostgreSQL goes on
    counting them from indexes alone. Without foreign keys, whose checks would lock each of those rows.
    """

    __tablename__ = "dossier_extracted"

    dossier_id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(index=True)


class Agency(Base):
    """What an agency is called; said once, not in every dossier."""

    __tablename__ = "dossier_agency"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[Text] = mapped_column(Json)


class DossierEvent(Base):
    """One event as an agency told it; without `dossier_id` it waits for its dossier or for earlier events.

    PostgreSQL keeps one partition a year (`app.db.partitions`); `year` comes from the dossier's code, so a
    year that is over can be taken away whole. `counted` versions go 1, 2, 3…; others only grow with time.
    """

    __tablename__ = "dossier_event"
    __table_args__ = (
        Index("uq_dossier_event_dossier_version", "dossier_id", "version", "year", unique=True),
        Index("ix_dossier_event_waiting_code", "dossier_code", **_only("dossier_id IS NULL")),
        Index("ix_dossier_event_waiting_application", "application_id", **_only("dossier_id IS NULL")),
        Index("ix_dossier_event_unlawful", "arrived_at", **_only("NOT lawful")),
        {"postgresql_partition_by": "RANGE (year)"},
    )

    event_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    year: Mapped[int] = mapped_column(
        SmallInteger,
        primary_key=True,
        autoincrement=False,
        default=lambda context: year_of(context.get_current_parameters()["dossier_code"]),
    )
    application_id: Mapped[str | None] = mapped_column(String(64))
    dossier_code: Mapped[str] = mapped_column(String(64))
    dossier_id: Mapped[UUID | None]
    version: Mapped[int]
    counted: Mapped[bool] = mapped_column(default=True)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(8))
    status: Mapped[int]
    occurred_at: Mapped[datetime] = mapped_column(UTCTime)
    actor: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    note: Mapped[Text | None] = mapped_column(EncryptedJSON)
    due_at: Mapped[datetime | None] = mapped_column(UTCTime)
    request: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJSON)
    lawful: Mapped[bool] = mapped_column(default=True)
    # What an unlawful step left, which may be a status that no event told: a whole record did.
    former: Mapped[int | None] = mapped_column(SmallInteger)
    arrived_at: Mapped[datetime] = mapped_column(UTCTime)


event.listen(DossierEvent.__table__, "after_create", make_undated)


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
