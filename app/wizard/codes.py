"""Numbers and codes that authorities give: one field, tidied, then held against a pattern."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, plain

_SEPARATORS = str.maketrans("", "", "-./_")


class CodeQuestion(Question, frozen=True):
    """A code; subclasses say how it is tidied, what is wrong with it and which pattern it has."""

    width: ClassVar[str] = "w20"
    inputmode: ClassVar[str] = "text"

    def tidied(self, raw: str) -> str:
        """`raw` in the form in which the code is kept."""
        return compact(raw)

    def flaw(self, value: str) -> str | None:
        """The message id of what is wrong with a tidied code, None when nothing is."""
        raise NotImplementedError

    def pattern(self) -> str:
        """The regular expression every accepted code matches as a whole."""
        raise NotImplementedError

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The tidied code."""
        value = self.tidied(first(form, self.key)[:_LONGEST])
        if not value:
            return self.blank()
        found = self.flaw(value)
        return self.refuse(self.problem(found)) if found else Reading(value)

    def write(self, value: Any) -> RawForm:
        """The code."""
        return {self.key: [value]} if isinstance(value, str) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The code."""
        return [Line("", value)]

    def schema(self) -> dict[str, Any]:
        """A string of the pattern."""
        return {"type": "string", "pattern": f"^(?:{self.pattern()})$"}

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """How wide the box is, and which keyboard a phone should show."""
        return {"width": self.width, "inputmode": self.inputmode}

    def meets(self, value: str) -> bool:
        """Whether the whole of `value` is of the pattern."""
        return re.fullmatch(self.pattern(), value, re.ASCII) is not None


_LONGEST = 200


def compact(raw: str) -> str:
    """`raw` in capitals, without spaces and separators."""
    return plain(raw).translate(_SEPARATORS).upper()
