"""Yes or no."""

from __future__ import annotations

from typing import Any

from app.texts import N_, Text, say
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first

_MEANING = {"yes": True, "no": False}
_WORDS: tuple[Text, Text] = ({"vi": "Có", "en": "Yes"}, {"vi": "Không", "en": "No"})
# Vietnamese answers "… chưa?" (has it happened yet?) with other words than the rest.
_WORDS_OF_YET: tuple[Text, Text] = ({"vi": "Rồi", "en": "Yes"}, {"vi": "Chưa", "en": "No"})


class YesNoQuestion(Question, frozen=True, tag="yes_no"):
    """Two radio buttons."""

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """True for yes, False for no."""
        value = first(form, self.key)
        if value in _MEANING:
            return Reading(_MEANING[value])
        return self.refuse(self._missing()) if value else self.blank(self._missing())

    def write(self, value: Any) -> RawForm:
        """yes or no."""
        return {self.key: ["yes" if value else "no"]} if isinstance(value, bool) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """Yes or no in words."""
        return [Line("", self._word(value, context))]

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """What stands at the two buttons."""
        return {"yes": self._word(True, context), "no": self._word(False, context)}

    def _missing(self) -> Message:
        """What to choose; the question itself stands right above, so only a short name is said again."""
        yes, no = self._words()
        if self.name is None:
            return Message(N_("Choose %(yes)s or %(no)s"), {"yes": yes, "no": no})
        return self.problem(N_("Choose %(yes)s or %(no)s: %(name)s"), yes=yes, no=no)

    def _words(self) -> tuple[Text, Text]:
        return _WORDS_OF_YET if self.label["vi"].endswith("chưa?") else _WORDS

    def _word(self, value: bool, context: Context) -> str:
        yes, no = self._words()
        return say(yes if value else no, context.lang)

    def schema(self) -> dict[str, Any]:
        """A boolean."""
        return {"type": "boolean"}

    def constants(self) -> frozenset[Any] | None:
        """Both truths."""
        return frozenset((True, False))
