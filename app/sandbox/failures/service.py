"""Failures that are switched on by hand or by tests, and kept until switched off."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.sandbox.errors import Unacceptable
from app.sandbox.failures.models import Failure

AREAS = ("identity", "catalogue", "applications", "files", "events", "people", "messages", "signing")
EVERYWHERE = ("slow", "down", "refuses", "lost_response")
FEEDS = ("duplicate", "reordered", "stale")
KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(AREAS, EVERYWHERE),
    "catalogue": EVERYWHERE + FEEDS,
    "events": (*EVERYWHERE, *FEEDS, "skipping", "forged"),
    "signing": (*EVERYWHERE, "expired", "forged", "other_person"),
}
NAMES = {
    "identity": "Identity provider",
    "catalogue": "Catalogue and forms",
    "applications": "Reception of applications",
    "files": "Files",
    "events": "Events of dossiers",
    "people": "Register of persons",
    "messages": "Mail and SMS",
    "signing": "Signing provider",
    "slow": "answers slowly",
    "down": "is down",
    "refuses": "refuses everything",
    "lost_response": "does the work, loses the answer",
    "duplicate": "repeats items",
    "reordered": "turns the order round",
    "stale": "sends old items again",
    "skipping": "leaves out the last event of each dossier",
    "forged": "sends forged items",
    "expired": "lets permissions expire",
    "other_person": "offers somebody else's certificate",
}
DEFAULT_SLOW_MS = 2000
LONGEST_SLOW_MS = 60_000


@dataclass(frozen=True)
class Switched:
    """A failure that is on."""

    area: str
    kind: str
    value: int | None
    times: int | None


class Failures:
    """Switches failures and says which are on."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def turn_on(self, area: str, kind: str, value: int | None = None, times: int | None = None) -> None:
        """Let `area` fail in this way, for ever or for the next `times` requests; raises Unacceptable."""
        _refuse_nonsense(area, kind, value, times)
        milliseconds = (DEFAULT_SLOW_MS if value is None else value) if kind == "slow" else None
        self._session.merge(Failure(area=area, kind=kind, value=milliseconds, times=times))
        self._session.commit()

    def turn_off(self, area: str, kind: str) -> None:
        """Let `area` work again in this respect."""
        self._session.execute(delete(Failure).where(Failure.area == area, Failure.kind == kind))
        self._session.commit()

    def clear(self) -> None:
        """Let everything work."""
        self._session.execute(delete(Failure))
        self._session.commit()

    def all(self) -> list[Switched]:
        """Everything that is on, area by area."""
        rows = self._session.scalars(select(Failure).order_by(Failure.area, Failure.kind))
        return [Switched(row.area, row.kind, row.value, row.times) for row in rows]

    def take(self, area: str) -> dict[str, Switched]:
        """What the next request to `area` meets, by kind; counts it."""
        rows = list(self._session.scalars(select(Failure).where(Failure.area == area).with_for_update()))
        met = {row.kind: Switched(row.area, row.kind, row.value, row.times) for row in rows}
        for row in rows:
            self._count(row)
        self._session.commit()
        return met

    def _count(self, row: Failure) -> None:
        if row.times is None:
            return
        row.times -= 1
        if row.times == 0:
            self._session.delete(row)


def _refuse_nonsense(area: str, kind: str, value: int | None, times: int | None) -> None:
    errors = []
    if area not in AREAS:
        errors.append({"path": "area", "message": f"one of {', '.join(AREAS)}"})
    elif kind not in KINDS[area]:
        errors.append({"path": "kind", "message": f"one of {', '.join(KINDS[area])}"})
    if value is not None and not 0 <= value <= LONGEST_SLOW_MS:
        errors.append({"path": "value", "message": f"milliseconds, at most {LONGEST_SLOW_MS}"})
    if times is not None and times < 1:
        errors.append({"path": "times", "message": "at least 1"})
    if errors:
        raise Unacceptable("There is no such failure.", errors)
