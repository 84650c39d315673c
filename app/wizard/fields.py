"""A question ready for its template: plain words in one language, raw values, errors, source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.texts import Text, say
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.questions import Line, Question
from app.wizard.text import Form, first

# Hidden inputs of this name list the questions a page showed, so that one which appears because of an
# answer on the same page is asked next instead of being called missing.
SHOWN = "_shown"


class Offered(NamedTuple):
    """Why some options are there: the reasons they share, and their labels, none when it is all of them."""

    reasons: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """What templates/questions/<type>.html shows; `errors` is keyed by form field name.

    `titled` is true when the page's heading already says the label; `because` says which answers brought
    the question up, `offered` which brought up its options; `locked` why the value in `lines` cannot be
    changed; `reuse` are files given earlier.
    """

    type: str
    name: str
    label: str
    hint: str
    why: str
    required: bool
    raw: Form
    errors: Mapping[str, str]
    source: str | None
    value: Any
    view: Mapping[str, Any]
    titled: bool = False
    because: tuple[str, ...] = ()
    offered: tuple[Offered, ...] = ()
    locked: str = ""
    lines: tuple[Line, ...] = ()
    reuse: tuple[Mapping[str, Any], ...] = ()

    def typed(self, part: str = "") -> str:
        """The first raw value of the field, or of its part ("day")."""
        return first(self.raw, f"{self.name}-{part}" if part else self.name)

    @property
    def explains(self) -> bool:
        """Whether there is something to say on why it is asked as it is."""
        return bool(self.why or self.because or self.offered)

    @property
    def described_by(self) -> str:
        """The ids of what says more about the control: hint, error, source."""
        error = self.errors and self.error()
        told = (("hint", self.hint), ("error", error), ("source", self.source))
        return " ".join(f"{self.name}-{kind}" for kind, text in told if text)

    def error(self, part: str = "") -> str:
        """The error at the field, or at its part; empty when there is none."""
        return self.errors.get(f"{self.name}-{part}" if part else self.name, "")


def present(
    question: Question,
    raw: Form,
    context: Context,
    errors: Mapping[str, Message] | None = None,
    source: str | None = None,
    value: Any = None,
    heading: Text | None = None,
) -> Field:
    """The field of `question` with what is typed in it, in the language of `context`."""
    said = {name: message.text(context) for name, message in (errors or {}).items()}
    label = say(question.label, context.lang)
    return Field(
        type=question.type,
        name=question.key,
        label=label,
        hint=say(question.hint, context.lang),
        why=say(question.why, context.lang),
        required=question.required,
        raw=question.worded(raw, context),
        errors=said,
        source=source,
        value=value,
        view=question.view(raw, context) | _parts(question, raw, context, errors or {}),
        titled=label == say(heading, context.lang),
    )


def _parts(question: Question, raw: Form, context: Context, errors: Mapping[str, Message]) -> dict[str, Any]:
    parts = question.shown_parts(raw)
    if not parts:
        return {}
    return {"parts": tuple(present(part, raw, context, _own(part, errors)) for part in parts)}


def _own(part: Question, errors: Mapping[str, Message]) -> dict[str, Message]:
    names = part.field_names()
    return {name: message for name, message in errors.items() if name in names}
