"""The search's tables: words that operators changed, searches that found nothing fitting, visits."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import EncryptedText, Json, UTCTime


class SearchWord(Base):
    """One change of a word; the latest of a kind, language and phrase counts, earlier ones tell its past."""

    __tablename__ = "search_word"
    __table_args__ = (Index("ix_search_word_key", "kind", "lang", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    lang: Mapped[str] = mapped_column(String(2))
    key: Mapped[str] = mapped_column(String(500))
    phrase: Mapped[str] = mapped_column(String(500))
    terms: Mapped[list[str]] = mapped_column(Json)
    removed: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(UTCTime)
    changed_by: Mapped[UUID]
    changed_by_name: Mapped[str] = mapped_column(EncryptedText)


class SearchMiss(Base):
    """How often a query found nothing, or not what was wanted.

    `digest` is keyed; `query` stays empty until enough different people asked it, and `askers` holds their
    marks only until then (docs/adr/0011).
    """

    __tablename__ = "search_miss"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    lang: Mapped[str] = mapped_column(String(2))
    query: Mapped[str | None] = mapped_column(String(256))
    askers: Mapped[list[int]] = mapped_column(Json)
    empty: Mapped[int] = mapped_column(Integer)
    unfitting: Mapped[int] = mapped_column(Integer)
    fitting: Mapped[int] = mapped_column(Integer)
    last_on: Mapped[date] = mapped_column(Date, index=True)


class ProcedureVisits(Base):
    """How often a procedure's page was opened in a month, which is named by its first day."""

    __tablename__ = "procedure_visits"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    month: Mapped[date] = mapped_column(Date, primary_key=True)
    visits: Mapped[int] = mapped_column(Integer)
