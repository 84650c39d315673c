"""Something to read; nothing to answer."""

from __future__ import annotations

from typing import Any, Literal

from app.texts import Text, say
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form


class InformationQuestion(Question, frozen=True, kw_only=True, tag="information"):
    """Paragraphs shown in a step, one a line of `text`."""

    text: Text
    style: Literal["plain", "warning"] = "plain"
    required: bool = False

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """Nothing."""
        return Reading()

    def write(self, value: Any) -> RawForm:
        """Nothing."""
        return {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """Nothing."""
        return []

    def schema(self) -> dict[str, Any]:
        """Never sent."""
        return {"const": None}

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """The paragraphs, and whether they warn."""
        return {"paragraphs": say(self.text, context.lang).split("\n"), "style": self.style}

    def field_names(self) -> tuple[str, ...]:
        """None."""
        return ()
