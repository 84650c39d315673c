"""A number, whole unless decimals are allowed."""

from __future__ import annotations

import re
from typing import Any

from app import formatting
from app.texts import N_, Text, say
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, plain

_NUMBER = re.compile(r"(-?[0-9]{1,15})(?:[.,]([0-9]{1,6}))?", re.ASCII)
_POINTS = re.compile(r"(-?[0-9]{1,3}(?:\.[0-9]{3}){1,4})(?:,([0-9]{1,6}))?", re.ASCII)
_COMMAS = re.compile(r"(-?[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]{1,6}))?", re.ASCII)


class NumberQuestion(Question, frozen=True, tag="number"):
    """A number between `min` and `max`, both included.

    A comma or a point starts the decimals. In either language it sets thousands apart only where it can mean
    nothing else: in a whole number (1.200 and 1,200 are one thousand two hundred), when it stands there twice
    (1.200.000), or before the other of the two (1.200,5 and 1,200.5).
    """

    min: int | None = None
    max: int | None = None
    decimals: int = 0
    unit: Text | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """An int, or a float when decimals are allowed."""
        raw = plain(first(form, self.key))
        if not raw:
            return self.blank()
        digits = self._digits(raw)
        if digits is None:
            return self.refuse(self.problem(N_("Write %(name)s in digits")))
        whole, fraction = digits
        if len(fraction) > self.decimals:
            return self.refuse(self._too_fine())
        value = float(f"{whole}.{fraction or 0}") if self.decimals else int(whole)
        if self.min is not None and value < self.min:
            return self.refuse(self.problem(N_("Enter %(min)d or more for %(name)s"), min=self.min))
        if self.max is not None and value > self.max:
            return self.refuse(self.problem(N_("Enter %(max)d or less for %(name)s"), max=self.max))
        return Reading(value)

    def write(self, value: Any) -> RawForm:
        """The number in digits."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return {}
        return {self.key: [f"{value:.{self.decimals}f}"]}

    def worded(self, raw: Form, context: Context) -> Form:
        """The number with the decimal sign of the language."""
        digits = self._digits(plain(first(raw, self.key)))
        if digits is None:
            return raw
        sign = "." if context.lang == "en" else ","
        return {**raw, self.key: [sign.join(part for part in digits if part)]}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The number as the language writes it, with its unit; 45.0 is 45."""
        exact = int(value) if value == int(value) else value
        number = formatting.number(exact, context.lang, self.decimals or 1)
        return [Line("", f"{number} {say(self.unit, context.lang)}".strip())]

    def schema(self) -> dict[str, Any]:
        """An integer or number within the bounds."""
        bounds = {"minimum": self.min, "maximum": self.max}
        kind = "number" if self.decimals else "integer"
        return {"type": kind} | {name: bound for name, bound in bounds.items() if bound is not None}

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """The unit, which keyboard a phone should show, and whether large numbers are to be seen whole."""
        return {
            "unit": say(self.unit, context.lang),
            "inputmode": "decimal" if self.decimals else "numeric",
            "wide": bool(self.decimals) or (self.max or 0) >= 100_000,
        }

    def faults(self) -> list[tuple[str, str]]:
        """Bounds that cross."""
        crossed = self.min is not None and self.max is not None and self.min > self.max
        return [("min", "greater than max")] if crossed else []

    def _digits(self, raw: str) -> tuple[str, str] | None:
        """The digits before and after the decimal sign, None for what is no number."""
        lone = _NUMBER.fullmatch(raw)
        grouped = _POINTS.fullmatch(raw) or _COMMAS.fullmatch(raw)
        found = grouped if grouped and (not lone or not self.decimals) else lone
        return (re.sub("[.,]", "", found[1]), found[2] or "") if found else None

    def _too_fine(self) -> Any:
        if not self.decimals:
            return self.problem(N_("Enter a whole number for %(name)s"))
        return self.problem(N_("Enter at most %(decimals)d decimals for %(name)s"), decimals=self.decimals)
