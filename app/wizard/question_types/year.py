"""A year."""

from __future__ import annotations

from typing import Any, Literal

from app.texts import N_
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, plain

Bound = int | Literal["today"]


class YearQuestion(Question, frozen=True, tag="year"):
    """Four digits between `min` and `max`, each a year or "today"."""

    min: Bound = 1850
    max: Bound = 2200

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The year as an int."""
        raw = plain(first(form, self.key)[:50])
        if not raw:
            return self.blank()
        if not (raw.isascii() and raw.isdigit()):
            return self.refuse(self.problem(N_("Use only digits in %(name)s")))
        if len(raw) != 4:
            return self.refuse(self.problem(N_("Write %(name)s with four digits")))
        least, most = _year(self.min, context), _year(self.max, context)
        if not least <= int(raw) <= most:
            wrong = N_("Enter a year from %(least)d to %(most)d for %(name)s")
            return self.refuse(self.problem(wrong, least=least, most=most))
        return Reading(int(raw))

    def write(self, value: Any) -> RawForm:
        """The digits."""
        return {} if isinstance(value, bool) or not isinstance(value, int) else {self.key: [str(value)]}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The year."""
        return [Line("", str(value))]

    def schema(self) -> dict[str, Any]:
        """An integer within the bounds that are fixed."""
        least = self.min if isinstance(self.min, int) else 1850
        most = self.max if isinstance(self.max, int) else 2200
        return {"type": "integer", "minimum": least, "maximum": most}


def _year(bound: Bound, context: Context) -> int:
    return bound if isinstance(bound, int) else context.today.year
