"""Answers of an earlier application for a new one: what holds today, and what is to be given anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from app.wizard.context import Context
from app.wizard.flow import Flow
from app.wizard.question_types.date import DateQuestion
from app.wizard.question_types.month import MonthQuestion
from app.wizard.questions import Question
from app.wizard.state import State
from app.wizard.structure import Definition, Step
from app.wizard.versions.moving import Dropped, Reason, accepted


def last_answers(definition: Definition, state: State, sent_on: date) -> dict[str, Any]:
    """The answers that counted when a draft was sent, blanks included."""
    return dict(Flow(definition, state.answers, sent_on).live)


def renewed(
    definition: Definition, state: State, context: Context, sent_on: date
) -> tuple[State, tuple[Dropped, ...]]:
    """The state without what a new application has to be told anew, and what that is.

    These are declarations, dates that were still to come on the day `sent_on`, and what is not valid today.
    """
    dropped: list[Dropped] = []
    answers = dict(state.answers)
    here = context.given(answers)
    for step in definition.steps:
        if step.repeat is None:
            _renew(definition, step, None, answers, here, sent_on, dropped)
        elif step.key in answers:
            items = [dict(item) for item in answers[step.key] or []]
            for number, item in enumerate(items):
                _renew(definition, step, number, item, here, sent_on, dropped)
            answers[step.key] = items
    return replace(state, answers=answers), tuple(dropped)


def _renew(
    definition: Definition,
    step: Step,
    item: int | None,
    answers: dict[str, Any],
    context: Context,
    sent_on: date,
    dropped: list[Dropped],
) -> None:
    """Take out of `answers` what cannot be used again."""
    for question, value in list(_given(step, answers)):
        reason = _reason(question, value, context, sent_on)
        if reason is not None:
            at = (definition.id, definition.version, step.key, item, question.key)
            dropped.append(Dropped(*at, value, reason))
            del answers[question.key]


def _given(step: Step, answers: Mapping[str, Any]) -> Iterator[tuple[Question, Any]]:
    for question in step.questions:
        value = answers.get(question.key)
        if value is not None and question.type not in ("information", "calculated"):
            yield question, value


def _reason(question: Question, value: Any, context: Context, sent_on: date) -> Reason | None:
    if question.type == "declaration":
        return "say_again"
    if isinstance(question, DateQuestion | MonthQuestion) and str(value) >= sent_on.isoformat()[: len(value)]:
        return "was_planned"
    return None if accepted(question, value, context) else "not_accepted"
