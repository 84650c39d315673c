"""Several lines of free text."""

from __future__ import annotations

from typing import Any

from app.wizard.context import Context
from app.wizard.question_types.text import flaw, length_faults
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, lines


class LongTextQuestion(Question, frozen=True, tag="long_text"):
    """Several lines of text."""

    max_length: int = 2000
    rows: int = 5

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The tidied lines."""
        value = lines(first(form, self.key))
        if not value:
            return self.blank()
        found = flaw(self, value, self.max_length)
        return self.refuse(found) if found else Reading(value)

    def write(self, value: Any) -> RawForm:
        """The text itself."""
        return {self.key: [value]} if isinstance(value, str) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """One line a paragraph."""
        return [Line("", part) for part in value.split("\n") if part]

    def schema(self) -> dict[str, Any]:
        """A string of 1 to `max_length` characters."""
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """How tall the box is and how much fits."""
        return {"rows": self.rows, "max_length": self.max_length}

    def faults(self) -> list[tuple[str, str]]:
        """A length no draft can hold, a box of no height."""
        return length_faults(self.max_length) + ([] if self.rows > 0 else [("rows", "less than 1")])
