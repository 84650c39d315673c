"""A statement that must be confirmed."""

from __future__ import annotations

from typing import Any

from app.texts import N_, Text, say
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first


class DeclarationQuestion(Question, frozen=True, kw_only=True, tag="declaration"):
    """A box to tick beneath the statement it confirms."""

    text: Text

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """True when ticked."""
        if first(form, self.key) == "yes":
            return Reading(True)
        return self.blank(self.problem(N_("Tick the box to confirm %(name)s")))

    def write(self, value: Any) -> RawForm:
        """A tick."""
        return {self.key: ["yes"]} if value is True else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """That it was confirmed."""
        return [Line("", context.gettext(N_("Confirmed")))]

    def schema(self) -> dict[str, Any]:
        """True."""
        return {"const": True}

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """The statement."""
        return {"text": say(self.text, context.lang)}

    def constants(self) -> frozenset[Any] | None:
        """Only the truth can be compared."""
        return frozenset((True,))
