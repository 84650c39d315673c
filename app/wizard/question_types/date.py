"""A date typed as day, month and year; where the law allows it, a year alone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from app.texts import N_
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.rules.dates import in_words, shown
from app.wizard.rules.moments import moment, moment_faults
from app.wizard.text import Form, first, plain

_PARTS = ("day", "month", "year")
_WHOLE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_STORED = re.compile(r"(?:(\d{4})-(\d{2})-(\d{2})|(\d{4}))", re.ASCII)
_FIRST_YEAR = 1850
_LAST_YEAR = 2200


class DateQuestion(Question, frozen=True, tag="date"):
    """A calendar date from `earliest` to `latest`, each a moment: "today", a date, another answer and so on.

    With `in_words` it is shown in Vietnamese words too, as registers write it.
    """

    earliest: Any = None
    latest: Any = None
    year_alone: bool = False
    in_words: bool = False
    autocomplete: str | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The date as YYYY-MM-DD, or YYYY when only the year was given and is enough."""
        day, month, year = self._typed(form)
        if not (day or month or year):
            return self.blank(at=f"{self.key}-day")
        if self.year_alone and year and not (day or month):
            return self._read_year(year, context)
        missing = next(
            (name for name, part in zip(_PARTS, (day, month, year), strict=True) if not part), None
        )
        if missing:
            whole = self.problem(N_("Enter %(name)s with its day, month and year"))
            return self.refuse(whole, f"{self.key}-{missing}")
        return self._read_date(day, month, year, context)

    def write(self, value: Any) -> RawForm:
        """The three fields."""
        stored = _STORED.fullmatch(value) if isinstance(value, str) else None
        if stored is None:
            return {}
        year, month, day, alone = stored.groups()
        if alone:
            return {f"{self.key}-year": [alone]}
        return {
            f"{self.key}-day": [str(int(day))],
            f"{self.key}-month": [str(int(month))],
            f"{self.key}-year": [year],
        }

    def show(self, value: Any, context: Context) -> list[Line]:
        """The date as people write it."""
        lines = [Line("", shown(value, context.lang))]
        if self.in_words and context.lang == "vi" and _is_date(value):
            lines.append(Line("", in_words(date.fromisoformat(value))))
        return lines

    def schema(self) -> dict[str, Any]:
        """A full date, or a year too when it may stand alone."""
        full = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
        year = {"type": "string", "pattern": r"^\d{4}$"}
        return {"anyOf": [full, year]} if self.year_alone else full

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """Whether browsers may fill in the birth date, and whether a year will do."""
        return {"autocomplete": self.autocomplete, "year_alone": self.year_alone}

    def field_names(self) -> tuple[str, ...]:
        """Day, month, year."""
        return tuple(f"{self.key}-{part}" for part in _PARTS)

    def faults(self) -> list[tuple[str, str]]:
        """Bounds that are no moments."""
        wrong = ((name, moment_faults(bound)) for name, bound in self.moments())
        return [(name, message) for name, message in wrong if message]

    def moments(self) -> list[tuple[str, Any]]:
        """Both bounds."""
        bounds = {"earliest": self.earliest, "latest": self.latest}
        return [(name, bound) for name, bound in bounds.items() if bound is not None]

    def _typed(self, form: Form) -> tuple[str, str, str]:
        day, month, year = (plain(first(form, f"{self.key}-{part}")) for part in _PARTS)
        if month or year:
            return day, month, year
        if pasted := _WHOLE.fullmatch(day):
            return pasted[1], pasted[2], pasted[3]
        if pasted := _ISO.fullmatch(day):
            return pasted[3], pasted[2], pasted[1]
        return day, month, year

    def _read_year(self, year: str, context: Context) -> Reading:
        if found := self._year_flaw(year):
            return self.refuse(found, f"{self.key}-year")
        bound = self._bound_flaw(date(int(year), 1, 1), context, last=date(int(year), 12, 31))
        return self.refuse(bound, f"{self.key}-year") if bound else Reading(year)

    def _read_date(self, day: str, month: str, year: str, context: Context) -> Reading:
        for name, part in zip(_PARTS, (day, month, year), strict=True):
            if not (part.isascii() and part.isdigit()):
                return self.refuse(self.problem(N_("Use only digits in %(name)s")), f"{self.key}-{name}")
        if found := self._year_flaw(year):
            return self.refuse(found, f"{self.key}-year")
        try:
            value = date(int(year), _number(month), _number(day))
        except ValueError:
            return self.refuse(self.problem(N_("Check %(name)s: there is no such date")), f"{self.key}-day")
        bound = self._bound_flaw(value, context, last=value)
        return self.refuse(bound, f"{self.key}-day") if bound else Reading(value.isoformat())

    def _year_flaw(self, year: str) -> Message | None:
        if not (year.isascii() and year.isdigit()):
            return self.problem(N_("Use only digits in %(name)s"))
        if len(year) != len("2026"):
            return self.problem(N_("Write the year in %(name)s with four digits"))
        if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
            return self.problem(N_("Check the year in %(name)s"))
        return None

    def _bound_flaw(self, value: date, context: Context, last: date) -> Message | None:
        limit = _limit(self.latest, context)
        if limit and value > limit:
            if self.latest == "today":
                return self.problem(N_("Enter a date that is not in the future for %(name)s"))
            return self.problem(N_("Enter %(date)s or an earlier date for %(name)s"), date=limit)
        limit = _limit(self.earliest, context)
        if limit and last < limit:
            if self.earliest == "today":
                return self.problem(N_("Enter a date that is not in the past for %(name)s"))
            return self.problem(N_("Enter %(date)s or a later date for %(name)s"), date=limit)
        return None


def _number(digits: str) -> int:
    """A day or a month; zero, which is neither, for more digits than they have."""
    return int(digits) if len(digits) <= len("31") else 0


def _limit(bound: Any, context: Context) -> date | None:
    return None if bound is None else moment(bound, context.answers, context.today)


def _is_date(text: str | None) -> bool:
    try:
        return bool(date.fromisoformat(text or ""))
    except ValueError:
        return False
