"""One question at the tracking desk, answered alike whatever is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.clock import Clock
from app.features.tracking.attempts import Attempt, Attempts, Door
from app.features.tracking.service import Tracked, TrackingService

SHOWN_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and until when it may be shown again without asking; else why not (`door`)."""

    tracked: Tracked | None
    door: Door
    until: datetime


class TrackingDesk:
    """Looks dossiers up for strangers, and counts their wrong tries."""

    def __init__(self, tracking: TrackingService, attempts: Attempts, clock: Clock) -> None:
        self._tracking = tracking
        self._attempts = attempts
        self._clock = clock

    def ask(self, code: str, fact: str, connection: str, person: UUID | None) -> Answer:
        """Look up once; only the signed-in owner is answered behind a shut door."""
        attempt = Attempt(connection, code, str(person) if person else None)
        door = self._attempts.door(attempt)
        said = "" if door == "shut" else fact
        tracked = self._tracking.look_up(code, said, owner=person, whole=door == "whole")
        if tracked is None and door != "shut":
            self._attempts.wrong(attempt)
        return Answer(tracked, door, self._clock() + SHOWN_FOR)

    def mine(self, code: str, person: UUID) -> bool:
        """Whether the dossier is the person's own."""
        return self._tracking.look_up(code, "", owner=person) is not None

    def again(self, code: str, until: datetime) -> Tracked | None:
        """How far a dossier is that was looked up before; None when that was too long ago."""
        return self._tracking.standing(code) if self._clock() < until else None
