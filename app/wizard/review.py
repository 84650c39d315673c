"""Check your answers: everything that will be sent, section by section, each line with its way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.texts import N_, say
from app.wizard.context import Context
from app.wizard.explanation import because
from app.wizard.flow import Flow, flow_of
from app.wizard.groups import title as item_title
from app.wizard.progress import Visible
from app.wizard.questions import Line, Question
from app.wizard.state import State
from app.wizard.structure import Definition, Step


class Row(NamedTuple):
    """One answer; `lines` are (label, text) pairs, the label empty where the row's own is enough.

    `because` says which answers brought the question up; what the form worked out was not `asked`.
    """

    question: str
    label: str
    lines: tuple[Line, ...]
    step: str
    item: int | None
    source: str | None
    because: tuple[str, ...] = ()
    asked: bool = True


class Section(NamedTuple):
    """The answers of a step, or of one item of a repeating step."""

    step: str
    item: int | None
    title: str
    rows: tuple[Row, ...]


def sections(definition: Definition, state: State, context: Context) -> tuple[Section, ...]:
    """What is on the path, in its order; a question left blank is said to be so."""
    flow = flow_of(definition, state.answers, context)
    return tuple(section for step in flow.path for section in _of_step(step, flow, state.sources, context))


def _of_step(step: Step, flow: Flow, sources: Mapping[str, str], context: Context) -> list[Section]:
    if step.repeat is None:
        questions = flow.questions(step.key)
        seen = Visible(questions, flow.live, True)
        rows = _rows(step, None, seen, sources, flow, context)
        return [Section(step.key, None, say(step.title, context.lang), rows)] if rows else []
    count = len(flow.items(step.key))
    if count == 0:
        return [Section(step.key, None, say(step.title, context.lang), ())]
    return [
        Section(
            step.key,
            index,
            item_title(step, index, context),
            _rows(step, index, flow.item(step.key, index), {}, flow, context),
        )
        for index in range(count)
    ]


def _rows(
    step: Step, item: int | None, seen: Visible, sources: Mapping[str, str], flow: Flow, context: Context
) -> tuple[Row, ...]:
    beside = {**flow.live, **seen.answers}
    return tuple(
        Row(
            question.key,
            say(question.label, context.lang),
            _lines(question, seen.answers.get(question.key), context),
            step.key,
            item,
            sources.get(question.key),
            because(flow.definition, question.when or step.when, beside, context),
            question.type != "calculated",
        )
        for question in seen.questions
        if question.type != "information"
    )


def _lines(question: Question, value: Any, context: Context) -> tuple[Line, ...]:
    if value is None:
        return (Line("", context.gettext(N_("Not given"))),)
    return tuple(question.show(value, context))
