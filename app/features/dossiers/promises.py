"""What an agency's events say about its deadline: when it waited, and when it moved its date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.deadlines.counting import local_date
from app.deadlines.limits import Pause, Postponement
from app.features.dossiers.mirror.statuses import SUPPLEMENT_ASKED
from app.features.dossiers.reading import Happening, OpenDossier
from app.texts import Text


@dataclass(frozen=True, slots=True)
class Apology:
    """What the official apology slip says (Circular 01/2018, form 04): the day due, the new day, and why."""

    told_at: datetime
    before: date
    until: date
    reason: Text | None
    agency: Text | None


def pauses(found: OpenDossier) -> list[Pause]:
    """Each supplement asked for, until the agency went on."""
    pauses: list[Pause] = []
    asked_at: datetime | None = None
    for happening in found.happenings:
        if happening.status.code == SUPPLEMENT_ASKED:
            asked_at = asked_at or happening.occurred_at
        elif asked_at is not None:
            pauses.append(Pause(asked_at, happening.occurred_at))
            asked_at = None
    return [*pauses, Pause(asked_at, None)] if asked_at else pauses


def apologies(found: OpenDossier) -> list[Apology]:
    """Each later date the agency set by itself; a new date after a pause is a new count and no apology."""
    told: list[Apology] = []
    due: date | None = None
    restarts = False
    for happening in found.happenings:
        restarts = restarts or happening.status.paused
        if happening.status.paused or happening.due_at is None:
            continue
        day = local_date(happening.due_at)
        if due is not None and day > due and not restarts:
            told.append(_apology(happening, due, day, found.row.agency))
        due, restarts = day, False
    return told


def postponements(found: OpenDossier) -> list[Postponement]:
    """The same as the deadline counts them."""
    return [Postponement(one.told_at, one.before, one.until) for one in apologies(found)]


def _apology(happening: Happening, before: date, until: date, agency: Text | None) -> Apology:
    return Apology(happening.occurred_at, before, until, happening.note, agency)
