"""Counts from which supervision's numbers are made; nothing here is about a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base
from app.db.types import UTCTime


class CountedDay(Base):
    """A day whose finished dossiers were counted, and when."""

    __tablename__ = "supervision_day"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(UTCTime)


class ProcedureTally(Base):
    """How many dossiers of a procedure that finished on a day took so many working days.

    `timed` of them had a deadline, `on_time` of these kept it.
    """

    __tablename__ = "supervision_procedure_tally"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    procedure_code: Mapped[str] = mapped_column(String(64), primary_key=True)
    working_days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    dossiers: Mapped[int]
    timed: Mapped[int]
    on_time: Mapped[int]


class AgencyTally(Base):
    """How many dossiers with a deadline an agency finished on a day in a place, and how many in time."""

    __tablename__ = "supervision_agency_tally"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    agency_code: Mapped[str] = mapped_column(String(64), primary_key=True)
    locality_code: Mapped[str] = mapped_column(String(16), primary_key=True)
    dossiers: Mapped[int]
    on_time: Mapped[int]


class ProcedureNumbers(Base):
    """The numbers of a procedure over the last year, in working days from receipt to result."""

    __tablename__ = "supervision_procedure"

    procedure_code: Mapped[str] = mapped_column(String(64), primary_key=True)
    dossiers: Mapped[int]
    median: Mapped[int]
    ninety: Mapped[int]
    timed: Mapped[int]
    on_time: Mapped[int]


class AgencyNumbers(Base):
    """The numbers of an agency in a province: open and late now, finished and in time over the last year.

    `locality_code` is the province's, empty for what belongs to none.
    """

    __tablename__ = "supervision_agency"

    agency_code: Mapped[str] = mapped_column(String(64), primary_key=True)
    locality_code: Mapped[str] = mapped_column(String(16), primary_key=True)
    open: Mapped[int]
    overdue: Mapped[int]
    dossiers: Mapped[int]
    on_time: Mapped[int]
