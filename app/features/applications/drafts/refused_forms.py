"""Forms that agencies published and that cannot be used, with every fault, for operators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.applications.models import PublishedForm
from app.jobs.quarantine import QuarantinedItem, quarantine

FEED = "definitions"
_MOST = 100
_MOST_FAULTS = 50
_LONGEST_FAULT = 300
_LONGEST_OFFER = 80


class _Refused(msgspec.Struct, frozen=True):
    id: str
    version: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """One version that was not taken, and why; `taken` says that the portal has taken it since."""

    id: str
    version: int
    faults: tuple[str, ...]
    arrived_at: datetime
    taken: bool


def refuse_form(
    session: Session, definition_id: str, version: int, faults: Sequence[str], now: datetime
) -> bool:
    """Set a version aside with its first fifty faults, 0 for one that says no version; not committed.

    False when it was refused before for the same faults.
    """
    told = _Refused(definition_id, version, tuple(fault[:_LONGEST_FAULT] for fault in faults[:_MOST_FAULTS]))
    named = f"{definition_id}/{version}"
    body = msgspec.json.encode(told)
    return quarantine(session, FEED, body, "; ".join(faults), now, reference=named) is not None


def shown(offer: msgspec.Raw) -> str:
    """The beginning of an offer as the agency wrote it, for whoever reads what became of it."""
    return bytes(offer)[:_LONGEST_OFFER].decode("utf-8", "replace")


class RefusedForms:
    """Reads what was set aside."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def latest(self) -> list[RefusedForm]:
        """The last hundred that were refused, newest first."""
        rows = self._session.execute(
            select(QuarantinedItem.body, QuarantinedItem.arrived_at)
            .where(QuarantinedItem.feed == FEED)
            .order_by(QuarantinedItem.arrived_at.desc(), QuarantinedItem.digest)
            .limit(_MOST)
        )
        found = [(msgspec.json.decode(body, type=_Refused), at) for body, at in rows]
        return [RefusedForm(one.id, one.version, one.faults, at, self._taken(one)) for one, at in found]

    def _taken(self, refused: _Refused) -> bool:
        return self._session.get(PublishedForm, (refused.id, refused.version)) is not None
