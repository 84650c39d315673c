"""How long the agency has for an application, and whether the service is open at all."""

from __future__ import annotations

from datetime import date
from typing import Literal

from app.wizard.rules.conditions import Answers
from app.wizard.services import Period, Term
from app.wizard.structure import Definition

Opening = Literal["open", "not_yet", "over"]


def term(definition: Definition, answers: Answers, today: date) -> Term | None:
    """The first term whose condition holds, None when the definition names none."""
    return next((entry for entry in definition.deadline if entry.applies(answers, today)), None)


def opening(period: Period | None, today: date) -> Opening:
    """Whether a service with this period can be used today."""
    if period is None:
        return "open"
    if period.first and today.isoformat() < period.first:
        return "not_yet"
    return "over" if period.last and today.isoformat() > period.last else "open"
