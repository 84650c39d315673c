"""What an officer can do to a dossier: the status it leads to and what must be said with it."""

from __future__ import annotations

from dataclasses import dataclass

from app.sandbox.agencies.models import Dossier
from app.sandbox.agencies.statuses import (
    ACCEPTED,
    DONE,
    IN_PROGRESS,
    PAYMENT,
    REFUSED,
    RETURNED,
    STOPPED,
    SUPPLEMENT,
    lawful,
)


@dataclass(frozen=True)
class Action:
    """One button of the desk; `label` is English, translated by the page."""

    name: str
    status: int
    label: str
    needs_note: bool = False
    note_label: str = "Note for the applicant (optional)"


ACTIONS: tuple[Action, ...] = (
    Action("accept", ACCEPTED, "Accept the dossier"),
    Action("refuse", REFUSED, "Refuse the dossier", True, "Reason for the refusal"),
    Action("start", IN_PROGRESS, "Begin processing"),
    Action("ask_supplement", SUPPLEMENT, "Ask for a supplement"),
    Action("ask_payment", PAYMENT, "Ask for payment", True, "What is to be paid and why"),
    Action("stop", STOPPED, "Stop processing", True, "Reason for stopping"),
    Action("finish", DONE, "Finish with a result"),
    Action("hand_over", RETURNED, "Hand the result over"),
)


def open_actions(dossier: Dossier) -> list[Action]:
    """The actions that are lawful now."""
    return [action for action in ACTIONS if lawful(dossier.status, action.status)]
