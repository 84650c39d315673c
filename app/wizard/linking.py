"""What a form already knows for the form of a linked procedure."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from app.wizard.context import Context
from app.wizard.question_types.file import FileQuestion
from app.wizard.questions import Question
from app.wizard.rules.conditions import Answers
from app.wizard.rules.paths import look
from app.wizard.services import Given, Linked
from app.wizard.state import State
from app.wizard.structure import Definition, Step
from app.wizard.versions.moving import accepted

_NOTHING: Any = object()


def filled(definition: Definition, linked: Linked, sent: Answers, state: State, context: Context) -> State:
    """The state of the linked form, with every answer that `linked` takes from what the main form sends.

    An answer that the linked form would not accept is left to be asked. A group has the items of
    ours, each with what was answered beside in its place.
    """
    answers = dict(state.answers)
    questions = {question.key: question for step in definition.steps for question in step.questions}
    groups = {step.key: step for step in definition.steps if step.repeat}
    for key, path in linked.answers.items():
        if isinstance(path, Given) and path.items is not None:
            if key in groups:
                answers |= _group(groups[key], path, sent.get(path.items), answers.get(key) or [], context)
            continue
        value = look(path, sent) if isinstance(path, str) else path.literal
        question = questions.get(key)
        if value is None or question is None or definition.homes[key].repeat:
            continue
        taken = _taken(question, value, context.given(answers))
        if taken is not _NOTHING:
            answers[key] = taken
    return replace(state, answers=answers)


def _group(
    step: Step, given: Given, items: Any, before: list[dict[str, Any]], context: Context
) -> dict[str, Any]:
    """The items of a group of the linked form, by the key of the group; nothing without any."""
    if not isinstance(items, list) or step.repeat is None:
        return {}
    beside = [*before, *({} for _ in items)]
    taken = zip(items[: step.repeat.max], beside, strict=False)
    return {step.key: [{**kept, **_item(step, given, item, context)} for item, kept in taken]}


def _item(step: Step, given: Given, item: Answers, context: Context) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question in step.questions:
        value = look(given.answers.get(question.key, question.key), item)
        taken = _NOTHING if value is None else _taken(question, value, context.given({**item, **answers}))
        if taken is not _NOTHING:
            answers[question.key] = taken
    return answers


def _taken(question: Question, value: Any, context: Context) -> Any:
    """The value as the question has it; parts it does not ask for are left out."""
    if isinstance(question, FileQuestion):
        return value if isinstance(value, list) and accepted(question, value, context) else _NOTHING
    reading = question.read(question.write(value), context, value)
    return _NOTHING if reading.errors or reading.value is None else reading.value
