"""Which procedures have a form on this portal, and whether it may be used today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.wizard.services import Period
from app.wizard.terms import Opening


@dataclass(frozen=True, slots=True)
class OnOffer:
    """A procedure's form as of today; `period` says when the service is open and what to do outside of it."""

    opening: Opening = "open"
    period: Period | None = None

    @property
    def open(self) -> bool:
        """Whether an application may be begun."""
        return self.opening == "open"

    @property
    def first(self) -> date | None:
        """The day the service opens or opened, where one is set."""
        return _day(self.period.first) if self.period else None

    @property
    def last(self) -> date | None:
        """The last day it is or was open, where one is set."""
        return _day(self.period.last) if self.period else None


Forms = Callable[[Session], Mapping[str, OnOffer]]
"""Asks for the forms on offer today, by procedure code; the same mapping for as long as nothing changes."""

_NONE: Mapping[str, OnOffer] = {}


def no_forms(_session: Session) -> Mapping[str, OnOffer]:
    """The answer where no forms are published."""
    return _NONE


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
