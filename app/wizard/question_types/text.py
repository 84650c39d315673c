"""One line of free text."""

from __future__ import annotations

from typing import Any, Literal

from app.texts import N_
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, deceives, first, is_name, line


def flaw(question: Question, value: str, max_length: int) -> Message | None:
    """What makes `value` unacceptable as text, None when nothing does."""
    if deceives(value):
        return question.problem(N_("Remove the invisible or control characters from %(name)s"))
    if len(value) > max_length:
        return question.problem(N_("Shorten %(name)s to %(max)d characters"), max=max_length)
    return None


class TextQuestion(Question, frozen=True, tag="text"):
    """One line of text; with `content` "name" only what a person's name may hold."""

    max_length: int = 200
    content: Literal["any", "name"] = "any"
    autocomplete: str | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The tidied line."""
        value = line(first(form, self.key))
        if not value:
            return self.blank()
        found = flaw(self, value, self.max_length)
        if found is None and self.content == "name" and not is_name(value):
            found = self.problem(N_("Use only letters, spaces, hyphens and apostrophes in %(name)s"))
        return self.refuse(found) if found else Reading(value)

    def write(self, value: Any) -> RawForm:
        """The text itself."""
        return {self.key: [value]} if isinstance(value, str) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The text itself."""
        return [Line("", value)]

    def schema(self) -> dict[str, Any]:
        """A string of 1 to `max_length` characters."""
        return {"type": "string", "minLength": 1, "maxLength": self.max_length}

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """What browsers may fill in by themselves."""
        return {"autocomplete": self.autocomplete, "max_length": self.max_length}
