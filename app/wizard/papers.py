"""Which papers an application needs, given its answers."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from app.wizard.rules.conditions import Answers
from app.wizard.services import Paper
from app.wizard.structure import Definition

PaperState = Literal["given", "missing", "at_counter", "not_needed"]


class Needed(NamedTuple):
    """A paper that applies, and how it stands: uploaded, to be uploaded, to be shown, or looked up."""

    paper: Paper
    state: PaperState


def needed(definition: Definition, answers: Answers, today: date) -> tuple[Needed, ...]:
    """The papers whose conditions hold of `answers`, in the definition's order."""
    return tuple(
        Needed(paper, _state(paper, answers, today))
        for paper in definition.papers
        if paper.applies(answers, today)
    )


def _state(paper: Paper, answers: Answers, today: date) -> PaperState:
    if paper.not_needed and paper.not_needed.applies(answers, today):
        return "not_needed"
    if paper.question is None:
        return "at_counter"
    return "given" if _uploaded(paper.question, answers) else "missing"


def _uploaded(key: str, answers: Answers) -> bool:
    if answers.get(key):
        return True
    groups = (value for value in answers.values() if isinstance(value, list))
    return any(isinstance(item, dict) and item.get(key) for group in groups for item in group)
