"""Yes or no."""

from __future__ import annotations

from typing import Any

from app.texts import N_
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first

_MEANING = {"yes": True, "no": False}


class YesNoQuestion(Question, frozen=True, tag="yes_no"):
    """Two radio buttons."""

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """True for yes, False for no."""
        value = first(form, self.key)
        if value in _MEANING:
            return Reading(_MEANING[value])
        missing = self.problem(N_("Choose yes or no: %(question)s"), question=self.label)
        return self.refuse(missing) if value else self.blank(missing)

    def write(self, value: Any) -> RawForm:
        """yes or no."""
        return {self.key: ["yes" if value else "no"]} if isinstance(value, bool) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """Yes or no in words."""
        return [Line("", context.gettext(N_("Yes") if value else N_("No")))]

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def constants(self) -> frozenset[Any] | None:
        """Both truths."""
        return frozenset((True, False))
