"""The catalogue's tables: procedures, their life events, and the catalogue's version."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import Json, UTCTime


class Procedure(Base):
    """One procedure: its record, and beside it what lists and counts need without opening the record."""

    __tablename__ = "procedures"
    __table_args__ = (
        Index("ix_procedures_field", "field_code"),
        Index("ix_procedures_agency", "agency_code"),
        Index("ix_procedures_uses", "uses"),
    )

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    field_code: Mapped[str] = mapped_column(String(200))
    field_name: Mapped[dict[str, str]] = mapped_column(Json)
    agency_code: Mapped[str] = mapped_column(String(200))
    agency_name: Mapped[dict[str, str]] = mapped_column(Json)
    card: Mapped[dict[str, Any]] = mapped_column(Json)
    record: Mapped[str] = mapped_column(Text, deferred=True)
    source: Mapped[str] = mapped_column(String(16))
    source_date: Mapped[date] = mapped_column(Date)
    content_hash: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime] = mapped_column(UTCTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCTime)
    successor: Mapped[str | None] = mapped_column(String(64))
    change_note: Mapped[dict[str, str] | None] = mapped_column(Json)
    uses: Mapped[int] = mapped_column(Integer, default=0, server_default="0")


class ProcedureLifeEvent(Base):
    """A procedure belongs to a life event."""

    __tablename__ = "procedure_life_events"

    event: Mapped[str] = mapped_column(String(64), primary_key=True)
    code: Mapped[str] = mapped_column(
        String(64), ForeignKey("procedures.code", ondelete="CASCADE"), primary_key=True, index=True
    )


class ProcedureChange(Base):
    """One change of a procedure, in the order in which they became known."""

    __tablename__ = "procedure_changes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    happened_at: Mapped[datetime] = mapped_column(UTCTime)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    note: Mapped[dict[str, str] | None] = mapped_column(Json)


class CatalogueVersion(Base):
    """One row; its version grows with every change, so that indexes and caches notice."""

    __tablename__ = "catalogue_version"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UTCTime)
