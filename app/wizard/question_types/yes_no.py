"""Yes or no."""

from __future__ import annotations

from typing import Any

from app.texts import N_, Text, say
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first

_MEANING = {"yes": True, "no": False}
# Vietnamese answers "… chưa?" (has it happened yet?) with other words than the rest.
_HAPPENED: Text = {"vi": "Rồi", "en": "Yes"}
_NOT_YET: Text = {"vi": "Chưa", "en": "No"}


class YesNoQuestion(Question, frozen=True, tag="yes_no"):
    """Two radio buttons."""

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """True for yes, False for no."""
        value = first(form, self.key)
        if value in _MEANING:
            return Reading(_MEANING[value])
        asked = N_("Choose an answer: %(question)s") if self._yet else N_("Choose yes or no: %(question)s")
        missing = self.problem(asked, question=self.label)
        return self.refuse(missing) if value else self.blank(missing)

    def write(self, value: Any) -> RawForm:
        """yes or no."""
        return {self.key: ["yes" if value else "no"]} if isinstance(value, bool) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """Yes or no in words."""
        return [Line("", self._word(value, context))]

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """What stands at the two buttons."""
        return {"yes": self._word(True, context), "no": self._word(False, context)}

    @property
    def _yet(self) -> bool:
        """Whether it asks if something has happened by now."""
        return self.label["vi"].endswith("chưa?")

    def _word(self, value: bool, context: Context) -> str:
        if self._yet:
            return say(_HAPPENED if value else _NOT_YET, context.lang)
        return context.gettext(N_("Yes") if value else N_("No"))

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def constants(self) -> frozenset[Any] | None:
        """Both truths."""
        return frozenset((True, False))
