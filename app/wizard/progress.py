"""How far a person is in each step, and what a page asks of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from app.wizard.questions import Question
from app.wizard.structure import Step

_UNASKED = ("calculated", "information")

StepState = Literal["done", "current", "open", "remaining"]


class Progress(NamedTuple):
    """A step of the path with how far the person is: "open" is one that can be gone on with."""

    step: Step
    state: StepState


class Visible(NamedTuple):
    """The questions that apply, their answers, and whether none is missing."""

    questions: tuple[Question, ...]
    answers: dict[str, Any]
    complete: bool

    def unanswered(self) -> Iterator[str]:
        """The questions that wait for an answer."""
        for question in self.questions:
            blank = self.answers.get(question.key) is None
            if (
                blank
                and question.type not in _UNASKED
                and (question.required or question.key not in self.answers)
            ):
                yield question.key
