"""An amount of money in whole đồng."""

from __future__ import annotations

import re
from typing import Any

from app import formatting
from app.texts import N_
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, plain

_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15}", re.ASCII)
_UNITS = re.compile(r"(?:VND|VNĐ|đồng|₫|đ)$", re.IGNORECASE)


class MoneyQuestion(Question, frozen=True, tag="money"):
    """Whole đồng between `min` and `max`.

    There are no decimals of a đồng, so in either language points and commas only set thousands apart:
    1.200 and 1,200 are one thousand two hundred.
    """

    min: int = 0
    max: int | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The amount as an int."""
        raw = _UNITS.sub("", plain(first(form, self.key)[:100]))
        if not raw:
            return self.blank()
        if not _GROUPED.fullmatch(raw):
            return self.refuse(self.problem(N_("Write %(name)s in whole đồng, for example 1,500,000")))
        value = int(raw.replace(".", "").replace(",", ""))
        if value < self.min:
            least = formatting.money(self.min, context.lang)
            return self.refuse(self.problem(N_("Enter %(least)s or more for %(name)s"), least=least))
        if self.max is not None and value > self.max:
            most = formatting.money(self.max, context.lang)
            return self.refuse(self.problem(N_("Enter %(most)s or less for %(name)s"), most=most))
        return Reading(value)

    def write(self, value: Any) -> RawForm:
        """The amount with points between the thousands."""
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            return {}
        return {self.key: [formatting.number(value, "vi")]}

    def worded(self, raw: Form, context: Context) -> Form:
        """The amount with the thousands set apart as the language does it."""
        amount = _UNITS.sub("", plain(first(raw, self.key)[:100]))
        if not _GROUPED.fullmatch(amount):
            return raw
        value = int(amount.replace(".", "").replace(",", ""))
        return {**raw, self.key: [formatting.number(value, context.lang)]}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The amount with its currency."""
        return [Line("", formatting.money(value, context.lang))]

    def schema(self) -> dict[str, Any]:
        """An integer within the bounds."""
        bounds = {} if self.max is None else {"maximum": self.max}
        return {"type": "integer", "minimum": self.min, **bounds}

    def faults(self) -> list[tuple[str, str]]:
        """Bounds that cross."""
        return [("min", "greater than max")] if self.max is not None and self.min > self.max else []
