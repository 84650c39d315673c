"""The degree of completion in plain words; nothing about the person or the matter."""

from __future__ import annotations

from dataclasses import dataclass

from app.features.dossiers.mirror.statuses import (
    ACCEPTED,
    COMPLETED,
    IN_PROGRESS,
    NOT_ACCEPTED,
    PAYMENT_ASKED,
    RETURNED,
    STOPPED,
    SUBMITTED,
    SUPPLEMENT_ASKED,
    WITHDRAWN,
    status,
)
from app.features.tracking.service import Tracked
from app.texts import N_, say
from app.web.locale import gettext as _
from app.web.locale import lang

WAY = (SUBMITTED, ACCEPTED, IN_PROGRESS, COMPLETED, RETURNED)

_SENTENCES = {
    SUBMITTED: N_("The dossier has arrived. The agency checks whether it can be accepted."),
    ACCEPTED: N_("The agency has accepted the dossier and the time limit is running."),
    IN_PROGRESS: N_("The agency is working on the dossier."),
    SUPPLEMENT_ASKED: N_("The agency waits for something it asked the applicant for."),
    PAYMENT_ASKED: N_("The agency waits for a payment by the applicant."),
    COMPLETED: N_("The agency has finished. The result is ready."),
    RETURNED: N_("The result has been handed over. Nothing is left to do."),
    NOT_ACCEPTED: N_("The agency did not accept the dossier. It is closed."),
    WITHDRAWN: N_("The dossier was withdrawn. It is closed."),
    STOPPED: N_("The agency stopped working on the dossier. It is closed."),
}
_CLOSED = (NOT_ACCEPTED, WITHDRAWN, STOPPED)
_WAITING = (SUPPLEMENT_ASKED, PAYMENT_ASKED)


@dataclass(frozen=True, slots=True)
class Completion:
    """How far a dossier is: `step` of `steps`, none when it was closed without a result."""

    code: str
    sentence: str
    step: int | None
    steps: tuple[dict[str, str], ...]
    waits: bool


def completion(tracked: Tracked) -> Completion:
    """The place of a dossier on its way, in the page's language."""
    if tracked.refused:
        sentence = _("The agency's system did not take the dossier. It is closed.")
        return Completion(tracked.code, sentence, None, (), waits=False)
    sentence = _(_SENTENCES[tracked.status])
    if tracked.status in _CLOSED:
        return Completion(tracked.code, sentence, None, (), waits=False)
    waits = tracked.status in _WAITING
    place = WAY.index(ACCEPTED if waits else tracked.status)
    return Completion(tracked.code, sentence, place + 1, _steps(place), waits)


def _steps(place: int) -> tuple[dict[str, str], ...]:
    return tuple(
        {"text": say(status(code).name, lang()), "state": _state(number, place)}
        for number, code in enumerate(WAY)
    )


def _state(number: int, place: int) -> str:
    if number < place or place == len(WAY) - 1:
        return "done"
    return "current" if number == place else "remaining"
