"""One line of free text."""

from __future__ import annotations

import re
from typing import Any, Literal

from app.texts import N_, Text
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import LONGEST, Form, deceives, first, is_name, line


def flaw(question: Question, value: str, max_length: int) -> Message | None:
    """What makes `value` unacceptable as text, None when nothing does."""
    if deceives(value):
        return question.problem(N_("Remove the invisible or control characters from %(name)s"))
    if len(value) > max_length:
        return question.problem(N_("Shorten %(name)s to %(max)d characters"), max=max_length)
    return None


def length_faults(max_length: int) -> list[tuple[str, str]]:
    """A text that could not be kept whole: what is too long must be seen to be too long."""
    return [] if 1 <= max_length < LONGEST else [("max_length", f"not 1 to {LONGEST - 1}")]


class TextQuestion(Question, frozen=True, tag="text"):
    """One line of text; with `content` "name" only what a person's name may hold.

    The whole of it must match `pattern`, else `pattern_message` is said; `uppercase` makes it capitals,
    `compact` takes out spaces, points and hyphens.
    """

    max_length: int = 200
    min_length: int = 1
    content: Literal["any", "name"] = "any"
    pattern: str | None = None
    pattern_message: Text | None = None
    uppercase: bool = False
    compact: bool = False
    autocomplete: str | None = None

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The tidied line."""
        value = self._tidied(first(form, self.key))
        if not value:
            return self.blank()
        found = flaw(self, value, self.max_length) or self._mismatch(value)
        return self.refuse(found) if found else Reading(value)

    def write(self, value: Any) -> RawForm:
        """The text itself."""
        return {self.key: [value]} if isinstance(value, str) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The text itself."""
        return [Line("", value)]

    def schema(self) -> dict[str, Any]:
        """A string of `min_length` to `max_length` characters, of the pattern when there is one."""
        pattern = {"pattern": f"^(?:{self.pattern})$"} if self.pattern else {}
        return {"type": "string", "minLength": self.min_length, "maxLength": self.max_length} | pattern

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """What browsers may fill in by themselves."""
        return {"autocomplete": self.autocomplete, "max_length": self.max_length}

    def faults(self) -> list[tuple[str, str]]:
        """A pattern that is none or says nothing when it fails, lengths that cross."""
        faults = length_faults(self.max_length)
        if not 1 <= self.min_length <= self.max_length:
            faults.append(("min_length", "not 1 to max_length"))
        if (self.pattern is None) != (self.pattern_message is None):
            faults.append(("pattern_message", "a pattern and its message belong together"))
        try:
            re.compile(self.pattern or "")
        except (re.error, OverflowError, RecursionError) as error:
            faults.append(("pattern", f"not a regular expression: {error}"))
        return faults

    def _tidied(self, raw: str) -> str:
        value = line(raw)
        if self.compact:
            value = value.translate(_SEPARATORS)
        return value.upper() if self.uppercase else value

    def _mismatch(self, value: str) -> Message | None:
        if len(value) < self.min_length:
            few = N_("Enter at least %(min)d characters for %(name)s")
            return self.problem(few, min=self.min_length)
        if self.content == "name" and not is_name(value):
            return self.problem(N_("Use only letters, spaces, hyphens and apostrophes in %(name)s"))
        if self.pattern and not re.fullmatch(self.pattern, value):
            return Message("%(said)s", {"said": self.pattern_message or self.named})
        return None


_SEPARATORS = str.maketrans("", "", " .-")
