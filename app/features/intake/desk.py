"""What operators do about items that were set aside, and the unlawful steps agencies have told of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, Invalid, NotFound
from app.features.dossiers.agency_names import agency_names
from app.features.dossiers.mirror.ledger import Ledger, UnlawfulStep
from app.features.dossiers.service import DossierService
from app.features.intake.batches import FEED, Batch, Batches
from app.features.intake.loading import FEED as LOAD
from app.jobs.comparison import VERSIONS
from app.jobs.quarantine import QuarantinedItem
from app.jobs.synchronisation import DOSSIERS
from app.texts import Text

_MOST = 200
_LONGEST_REMARK = 300
_EVERYBODY = ""


class QuarantineDesk:
    """Items set aside; every method that changes something commits once."""

    def __init__(self, session: Session, dossiers: DossierService, clock: Clock) -> None:
        self._session = session
        self._dossiers = dossiers
        self._clock = clock

    def waiting(self) -> list[QuarantinedItem]:
        """What is not settled, the newest 200; reasons hold no personal data, bodies are not for showing."""
        return self._items(QuarantinedItem.settled_at.is_(None))

    def settled(self) -> list[QuarantinedItem]:
        """What was settled, the newest 200."""
        return self._items(QuarantinedItem.settled_at.is_not(None))

    def retry(self, digest: str, operator: UUID) -> str | None:
        """Take the item now if that is possible; the reason when it still is not.

        Raises `NotFound`, and `Conflict` for one that holds nothing to take.
        """
        item = self._open(digest)
        if not can_be_taken(item):
            raise Conflict("a contradiction holds nothing that could be taken")
        batch = Batch("retry", (_as_item(item),), _service(item.feed))
        (report,) = Batches(self._session, self._dossiers, self._clock).take(batch, item.sender or _EVERYBODY)
        if report.outcome == "refused":
            item.reason = (report.reason or item.reason)[:300]
            self._session.commit()
            return item.reason
        self._settle(item, operator, "taken", None)
        return None

    def discard(self, digest: str, operator: UUID, remark: str) -> None:
        """Put the item away for good; raises `Invalid` without a reason, `NotFound`."""
        said = " ".join(remark.replace("\0", "").split())
        if not said or len(said) > _LONGEST_REMARK:
            raise Invalid("say why, in at most 300 characters", {"remark": "say why"})
        self._settle(self._open(digest), operator, "discarded", said)

    def unlawful(self) -> list[UnlawfulStep]:
        """The newest 200 steps that the statuses do not allow."""
        return Ledger(self._session, self._clock).unlawful(_MOST)

    def agencies(self, codes: Iterable[str | None]) -> dict[str, Text]:
        """What the agencies of those codes are called, as far as they have said it."""
        return agency_names(self._session, codes)

    def _items(self, condition: ColumnElement[bool]) -> list[QuarantinedItem]:
        query = select(QuarantinedItem).where(condition, _of_dossiers())
        return list(self._session.scalars(query.order_by(QuarantinedItem.arrived_at.desc()).limit(_MOST)))

    def _open(self, digest: str) -> QuarantinedItem:
        query = select(QuarantinedItem).where(QuarantinedItem.digest == digest, _of_dossiers())
        item = self._session.scalars(query.with_for_update()).first()
        if item is None:
            raise NotFound("nothing of that digest was set aside")
        if item.settled_at is not None:
            raise Conflict("another operator has settled it")
        return item

    def _settle(self, item: QuarantinedItem, operator: UUID, outcome: str, remark: str | None) -> None:
        item.settled_at, item.settled_by = self._clock(), operator
        item.outcome, item.remark = outcome, remark
        self._session.commit()


def can_be_taken(item: QuarantinedItem) -> bool:
    """Whether the item is something told of a dossier; what a comparison found is only to be looked into."""
    return item.feed != VERSIONS


def _of_dossiers() -> ColumnElement[bool]:
    feed = QuarantinedItem.feed
    return or_(feed.in_((DOSSIERS, VERSIONS, LOAD, FEED)), feed.startswith(f"{FEED}:"))


def _service(feed: str) -> Any:
    return feed.partition(":")[2] or None


def _as_item(item: QuarantinedItem) -> msgspec.Raw:
    """The item as a batch would bring it; feeds and loads need not say of what kind their items are."""
    if item.feed.startswith(FEED):
        return msgspec.Raw(item.body.encode())
    kind = "dossier" if item.feed == LOAD else "event"
    try:
        told = msgspec.json.decode(item.body, type=dict[str, object])
    except ValueError:
        return msgspec.Raw(item.body.encode())
    return msgspec.Raw(msgspec.json.encode(told | {"kind": kind}))
