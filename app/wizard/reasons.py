"""A question explains itself: which answers brought it up, and why it offers what not all are offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from msgspec.structs import replace as altered

from app.wizard.context import Context
from app.wizard.explanation import because
from app.wizard.fields import Field, Offered
from app.wizard.question_types.choice import ChoiceQuestion, ShownOption
from app.wizard.question_types.multiple_choice import MultipleChoiceQuestion
from app.wizard.questions import Question
from app.wizard.rules.conditions import Rule
from app.wizard.structure import Definition

# What is said of an option, by its value.
Reasons = Mapping[str, tuple[str, ...]]


def explained(field: Field, question: Question, definition: Definition, context: Context) -> Field:
    """The field with the answers it rests on, and those that its conditional options rest on."""
    offered = {
        value: because(definition, rule, context.answers, context)
        for value, rule in conditional(question).items()
    }
    told = with_options_explained(field, offered) if offered else field
    if question.when is None:
        return told
    return replace(told, because=because(definition, question.when, context.answers, context))


def conditional(question: Question) -> dict[str, Rule]:
    """The conditions of a question's options, by value."""
    if not isinstance(question, ChoiceQuestion | MultipleChoiceQuestion):
        return {}
    return {option.value: option.when for option in question.options if option.when is not None}


def unconditional(question: Question) -> Question:
    """The same question with every option it may ever offer."""
    if not isinstance(question, ChoiceQuestion | MultipleChoiceQuestion):
        return question
    return altered(question, options=tuple(altered(option, when=None) for option in question.options))


def with_options_explained(field: Field, reasons: Reasons) -> Field:
    """The field whose options say why they are there: each by itself, or once where several say the same.

    Also in a list or in columns, where an option has no room for a hint, it is said once.
    """
    options: tuple[ShownOption, ...] = field.view["options"]
    alike: dict[tuple[str, ...], list[ShownOption]] = {}
    for option in options:
        alike.setdefault(reasons.get(option.value, ()), []).append(option)
    alike.pop((), None)
    roomy = field.view.get("radios", not field.view.get("columns"))
    alone = {ones[0].value: why for why, ones in alike.items() if roomy and len(ones) == 1}
    shared = tuple(
        Offered(why, () if len(ones) == len(options) else tuple(one.label for one in ones))
        for why, ones in alike.items()
        if ones[0].value not in alone
    )
    spoken = tuple(altered(option, reasons=alone.get(option.value, ())) for option in options)
    return replace(field, view={**field.view, "options": spoken}, offered=shared)
