"""A month of a year."""

from __future__ import annotations

import re
from typing import Any

from app.texts import N_
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, plain

_PARTS = ("month", "year")
_WHOLE = re.compile(r"(\d{1,2})[/.\-](\d{4})", re.ASCII)
_STORED = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1850, 2200


class MonthQuestion(Question, frozen=True, tag="month"):
    """A month from `earliest` to `latest`, each YYYY-MM or "today"."""

    earliest: str | None = None
    latest: str | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The month as YYYY-MM."""
        month, year = (plain(first(form, f"{self.key}-{part}")[:50]) for part in _PARTS)
        pasted = _WHOLE.fullmatch(month) if not year else None
        if pasted:
            month, year = pasted.groups()
        if not (month or year):
            return self.blank(at=f"{self.key}-month")
        if not (month and year):
            at = "month" if not month else "year"
            return self._refuse(at, N_("Enter %(name)s with its month and year"))
        for at, part in (("month", month), ("year", year)):
            if not (part.isascii() and part.isdigit()):
                return self._refuse(at, N_("Use only digits in %(name)s"))
        if len(month) > len("12") or not 1 <= int(month) <= 12:
            return self._refuse("month", N_("Check %(name)s: a month is a number from 1 to 12"))
        if len(year) != 4 or not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
            return self._refuse("year", N_("Check the year in %(name)s"))
        return self._bounded(f"{year}-{int(month):02d}", context)

    def write(self, value: Any) -> RawForm:
        """Both fields."""
        stored = _STORED.fullmatch(value) if isinstance(value, str) else None
        if stored is None:
            return {}
        return {f"{self.key}-month": [str(int(stored[2]))], f"{self.key}-year": [stored[1]]}

    def show(self, value: Any, context: Context) -> list[Line]:
        """11/2026."""
        return [Line("", written(value))]

    def schema(self) -> dict[str, Any]:
        """YYYY-MM."""
        return {"type": "string", "pattern": f"^{_STORED.pattern}$"}

    def field_names(self) -> tuple[str, ...]:
        """Month, year."""
        return tuple(f"{self.key}-{part}" for part in _PARTS)

    def faults(self) -> list[tuple[str, str]]:
        """Bounds that are no months."""
        bounds = {"earliest": self.earliest, "latest": self.latest}
        return [
            (name, f"neither YYYY-MM nor 'today': {bound!r}")
            for name, bound in bounds.items()
            if bound not in (None, "today") and not _STORED.fullmatch(bound or "")
        ]

    def _refuse(self, part: str, msgid: str) -> Reading:
        return self.refuse(self.problem(msgid), f"{self.key}-{part}")

    def _bounded(self, value: str, context: Context) -> Reading:
        latest, earliest = _limit(self.latest, context), _limit(self.earliest, context)
        if latest and value > latest:
            said = self.problem(N_("Enter %(month)s or an earlier month for %(name)s"), month=written(latest))
            return self.refuse(said, f"{self.key}-month")
        if earliest and value < earliest:
            said = self.problem(N_("Enter %(month)s or a later month for %(name)s"), month=written(earliest))
            return self.refuse(said, f"{self.key}-month")
        return Reading(value)


def written(value: str) -> str:
    """2026-11 as 11/2026."""
    return f"{value[5:]}/{value[:4]}"


def _limit(bound: str | None, context: Context) -> str | None:
    return f"{context.today:%Y-%m}" if bound == "today" else bound
