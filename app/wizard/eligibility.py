"""Who cannot use a procedure: asked before signing in, and held against the same facts inside the form."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from app.wizard.context import Context
from app.wizard.fields import SHOWN, Field, present
from app.wizard.messages import Message
from app.wizard.questions import Question
from app.wizard.reasons import explained
from app.wizard.rules.conditions import Answers, paths
from app.wizard.rules.paths import root
from app.wizard.services import Refusal
from app.wizard.structure import Definition
from app.wizard.text import Form


class Precheck(NamedTuple):
    """The pre-check as it stands: its fields, what is wrong, the answers, and the refusals that hold.

    `asks_more` is true when nothing is wrong, and the answers brought up a question not asked before.
    """

    fields: tuple[Field, ...]
    errors: dict[str, str]
    answers: dict[str, Any]
    refusals: tuple[Refusal, ...]
    complete: bool
    asks_more: bool


def refusals(definition: Definition, answers: Answers, today: date) -> tuple[Refusal, ...]:
    """The refusals that hold of `answers`."""
    if definition.eligibility is None:
        return ()
    return tuple(refusal for refusal in definition.eligibility.refuse if refusal.applies(answers, today))


def asked(definition: Definition) -> tuple[Question, ...]:
    """The questions of the pre-check, in the order it asks them."""
    keys = definition.eligibility.ask if definition.eligibility else ()
    return tuple(definition.question(key) for key in keys)


def precheck(definition: Definition, form: Form, context: Context, *, tried: bool) -> Precheck:
    """What a person typed in the pre-check; nothing is kept. Errors are said once it was `tried`.

    A question that the page did not show, because an answer on it brought the question up, is asked next.
    """
    answers: dict[str, Any] = {}
    fields: list[Field] = []
    said: dict[str, str] = {}
    complete, shown = True, form.get(SHOWN)
    for question in asked(definition):
        if not _applies(definition, question, answers, context.today):
            continue
        here = context.given(answers)
        reading = question.read(form, here)
        seen = tried and (shown is None or question.key in shown)
        errors: dict[str, Message] = reading.errors if seen else {}
        complete = complete and not reading.errors
        if reading.value is not None:
            answers[question.key] = reading.value
        raw = {name: form[name] for name in question.field_names() if name in form}
        field = present(question, raw, here, errors, value=reading.value)
        fields.append(explained(field, question, definition, here))
        said |= field.errors
    return Precheck(
        fields=tuple(fields),
        errors=said,
        answers=answers,
        refusals=refusals(definition, answers, context.today),
        complete=complete and tried,
        asks_more=tried and not complete and not said,
    )


def carried(definition: Definition, form: Form, context: Context) -> dict[str, Any]:
    """The answers of a pre-check that a new draft begins with; what is not valid is left out."""
    return precheck(definition, form, context, tried=True).answers


def blame(refusal: Refusal, keys: frozenset[str] | set[str]) -> str | None:
    """Which of `keys` the refusal rests on: the last one its condition looks at, None without any."""
    named = [root(path) for path in paths(refusal.when)]
    return next((key for key in reversed(named) if key in keys), None)


def _applies(definition: Definition, question: Question, answers: Answers, today: date) -> bool:
    step = definition.step_of(question.key)
    return step.applies(answers, today) and question.applies(answers, today)
