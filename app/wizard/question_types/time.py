"""A time of day."""

from __future__ import annotations

import re
from typing import Any

from app.texts import N_
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, plain

_TYPED = re.compile(r"([01]?[0-9]|2[0-3])(?:(?:[:.]|giờ|h)(?:([0-5][0-9])(?:phút|p|m)?)?)?", re.IGNORECASE)
_STORED = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


class TimeQuestion(Question, frozen=True, tag="time"):
    """Hours and minutes from `earliest` to `latest`, each HH:MM."""

    earliest: str | None = None
    latest: str | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """HH:MM of 24 hours; "8h30", "8 giờ 30" and "8" are understood."""
        raw = plain(first(form, self.key)[:50])
        if not raw:
            return self.blank()
        typed = _TYPED.fullmatch(raw)
        if typed is None:
            return self.refuse(self.problem(N_("Check %(name)s: for example 8:30 or 14:00")))
        value = f"{int(typed[1]):02d}:{typed[2] or '00'}"
        if self.earliest and value < self.earliest:
            early = N_("Enter %(time)s or later for %(name)s")
            return self.refuse(self.problem(early, time=self.earliest))
        if self.latest and value > self.latest:
            return self.refuse(self.problem(N_("Enter %(time)s or earlier for %(name)s"), time=self.latest))
        return Reading(value)

    def write(self, value: Any) -> RawForm:
        """HH:MM."""
        return {self.key: [value]} if isinstance(value, str) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """HH:MM."""
        return [Line("", value)]

    def schema(self) -> dict[str, Any]:
        """HH:MM."""
        return {"type": "string", "pattern": f"^{_STORED.pattern}$"}

    def faults(self) -> list[tuple[str, str]]:
        """Bounds that are no times."""
        bounds = {"earliest": self.earliest, "latest": self.latest}
        return [
            (name, f"not HH:MM: {bound!r}")
            for name, bound in bounds.items()
            if bound is not None and not _STORED.fullmatch(bound)
        ]
