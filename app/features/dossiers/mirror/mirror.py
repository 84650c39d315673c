"""How events change what is shown of a dossier; pure, knows no database.

The rule of what is shown: the status of the highest version reached without a gap, whether the step to it
was lawful or not. Counted versions come one after the other, so a missing one is waited for; versions that
only grow with time cannot show a gap and are taken as they come. An event that comes after a later one was
shown is entered in the timeline and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from app.deadlines.counting import local_date
from app.features.dossiers.mirror.statuses import lawful, status


class Place(Enum):
    """What becomes of an event: it is news, comes late, waits for earlier ones, or contradicts."""

    NEWS = "news"
    LATE = "late"
    WAITS = "waits"
    FOREIGN = "foreign"
    TOLD = "told"


@dataclass(slots=True)
class Told:
    """One event with the row it is or will be; `stored` when it is in the database already, waiting.

    `former` is what was shown before an unlawful step; `moved` when it only sets a later day.
    """

    row: dict[str, Any]
    stored: bool
    lawful: bool = True
    former: int | None = None
    moved: bool = False

    @property
    def version(self) -> int:
        """Its place among the events of its dossier."""
        return int(self.row["version"])


@dataclass(slots=True)
class Shown:
    """What is shown of a dossier; `timeline` holds the versions known to be in its timeline."""

    id: UUID
    application_id: UUID | None
    code: str | None
    owner_id: UUID | None
    status: int
    version: int
    due_at: datetime | None
    finished_at: datetime | None
    timeline: set[int] = field(default_factory=set)
    changed: bool = False

    def place(self, event: Told, codes_of_others: Iterable[str]) -> Place:
        """Where the event belongs now."""
        code = event.row["dossier_code"]
        if code != self.code and (self.code is not None or code in codes_of_others):
            return Place.FOREIGN
        if event.version in self.timeline:
            return Place.TOLD
        if event.version <= self.version:
            return Place.LATE
        if event.row["counted"] and event.version != self.version + 1:
            return Place.WAITS
        return Place.NEWS

    def enter(self, event: Told, place: Place) -> None:
        """Put the event into the timeline, and show it when it is news."""
        self.timeline.add(event.version)
        event.row["dossier_id"] = self.id
        if place is Place.NEWS:
            self._show(event)

    def _show(self, event: Told) -> None:
        after = event.row["status"]
        event.lawful = lawful(self.status, after)
        event.former = None if event.lawful else self.status
        event.moved = after == self.status and _is_later_day(event.row["due_at"], self.due_at)
        now = status(after)
        self.code = self.code or event.row["dossier_code"]
        self.status = after
        self.version = event.version
        self.due_at = event.row["due_at"] or self.due_at
        self.finished_at = (self.finished_at or event.row["occurred_at"]) if now.ended else None
        self.changed = True


def _is_later_day(due: datetime | None, before: datetime | None) -> bool:
    return due is not None and before is not None and local_date(due) > local_date(before)


def settle(shown: Shown, events: Iterable[Told], codes_of_others: Iterable[str]) -> list[tuple[Told, Place]]:
    """Enter what can be entered, in the order of versions; says what became of each event."""
    settled = []
    for event in sorted(events, key=_order):
        place = shown.place(event, codes_of_others)
        if place in {Place.NEWS, Place.LATE}:
            shown.enter(event, place)
        settled.append((event, place))
    return settled


def _order(event: Told) -> tuple[int, bool, datetime, str]:
    return event.version, not event.stored, event.row["arrived_at"], event.row["event_id"]
