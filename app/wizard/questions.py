"""The base of every kind of question: what agencies write about it and what the engine asks of it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

import msgspec

from app.texts import N_, Text, called_after
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.rules.conditions import Answers, Conditional, Rule
from app.wizard.text import Form

RawForm = dict[str, list[str]]
Source = Literal["identity", "registry", "business", "earlier", "answers"]
# What these say of a person is kept by an authority.
AUTHORITIES = frozenset(("identity", "registry", "business"))


class Reading(NamedTuple):
    """What a form says: a normalised value, None when left blank, or errors by field name."""

    value: Any = None
    errors: dict[str, Message] = {}


class Line(NamedTuple):
    """One line of a shown answer; the label is empty when the question's own label is enough."""

    label: str
    text: str

    def said(self, question: str = "") -> str:
        """The line in one; `question` is what its question is called where no label stands beside it."""
        label = self.label or question
        if not label:
            return self.text
        return f"{label} {self.text}" if label.endswith("?") else f"{label}: {self.text}"


class PrefillRule(Conditional, msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """Where a first value comes from: a dotted path, {"literal": value}, or a mapping of parts to these."""

    source: Source
    value: Any
    when: Rule | None = None


class Question(
    Conditional,
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="type",
    dict=True,
):
    """A question of a definition; each kind is a subclass in question_types.

    Questions of one `concept` in different forms ask for the same thing. `locked` says why a value that an
    authority knows cannot be changed here.
    """

    key: str
    label: Text
    name: Text | None = None
    hint: Text | None = None
    why: Text | None = None
    required: bool = True
    when: Rule | None = None
    prefill: tuple[PrefillRule, ...] = ()
    concept: str | None = None
    locked: Text | None = None

    @property
    def type(self) -> str:
        """The kind's name in definitions and templates."""
        return str(self.__struct_config__.tag)

    @property
    def named(self) -> Text:
        """What messages call the answer ("the child's date of birth")."""
        return self.name or called_after(self.label)

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The form's answer; `held` is the value so far, for kinds that take none from the form."""
        raise NotImplementedError

    def write(self, value: Any) -> RawForm:
        """The form fields that show `value`, which may be partial or come from elsewhere; never raises."""
        raise NotImplementedError

    def worded(self, raw: Form, context: Context) -> Form:
        """What is typed as the page's language writes it; what cannot be read stays as it was typed."""
        return raw

    def show(self, value: Any, context: Context) -> list[Line]:
        """`value` as lines for check-your-answers."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """JSON Schema of a valid value."""
        raise NotImplementedError

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """What its template needs beside the common parts, given what is typed."""
        return {}

    def parts(self) -> tuple[Question, ...]:
        """The questions a composite kind is made of, in the order they are asked."""
        return ()

    def shown_parts(self, raw: Form) -> tuple[Question, ...]:
        """The parts a page shows, given what is typed."""
        return self.parts()

    def field_names(self) -> tuple[str, ...]:
        """Every form field it may read or write."""
        return (self.key,)

    def constants(self) -> frozenset[Any] | None:
        """The values a condition may compare it with, None when any of its type will do."""
        return None

    def conditions(self) -> list[tuple[str, Rule]]:
        """The conditions of its own parts, as (field, rule)."""
        return []

    def moments(self) -> list[tuple[str, Any]]:
        """The moments its options name, as (field, moment)."""
        return []

    def fits(self, value: Any, answers: Answers, today: date) -> bool:
        """Whether `value`, valid by itself, may still be answered given the other answers."""
        return True

    def faults(self) -> list[tuple[str, str]]:
        """What is wrong with its options, as (field, message)."""
        return []

    def blank(self, message: Message | None = None, at: str | None = None) -> Reading:
        """The reading of an empty answer: allowed when optional, else an error at the field `at`."""
        if not self.required:
            return Reading()
        return self.refuse(message or Message(N_("Enter %(name)s"), {"name": self.named}), at)

    def refuse(self, message: Message, at: str | None = None) -> Reading:
        """The reading of an answer that cannot be accepted."""
        return Reading(None, {at or self.key: message})

    def problem(self, msgid: str, **params: Any) -> Message:
        """A message that names this question."""
        return Message(msgid, {"name": self.named, **params})
