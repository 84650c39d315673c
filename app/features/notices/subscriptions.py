"""The browsers in which a person sees notices."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.clock import Clock, utc_now
from app.db.encryption import keyring
from app.features.notices.models import PushSubscription
from app.gateways.push import Target, checked

MOST = 10


class Subscriptions:
    """Push subscriptions; takes part in its caller's transaction."""

    def __init__(self, session: Session, clock: Clock = utc_now) -> None:
        self._session = session
        self._clock = clock

    def add(self, person_id: UUID, endpoint: str, p256dh: str, auth: str, device: str) -> None:
        """Remember a browser, once; whoever signed in last owns it. Raises `Invalid`.

        The eleventh browser takes the place of the oldest.
        """
        target = checked(Target(endpoint, p256dh, auth))
        index = keyring().index(target.endpoint)
        known = select(PushSubscription).where(PushSubscription.endpoint_index == index)
        row = self._session.scalars(known).first()
        if row is None:
            for oldest in self.of(person_id)[MOST - 1 :]:
                self._session.delete(oldest)
            row = PushSubscription(endpoint=endpoint, endpoint_index=index, created_at=self._clock())
            self._session.add(row)
        row.person_id, row.p256dh, row.auth, row.device = person_id, p256dh, auth, device[:80]

    def of(self, person_id: UUID) -> Sequence[PushSubscription]:
        """The person's browsers, newest first."""
        mine = select(PushSubscription).where(PushSubscription.person_id == person_id)
        return self._session.scalars(mine.order_by(PushSubscription.created_at.desc())).all()

    def remove(self, person_id: UUID, subscription_id: UUID) -> None:
        """Forget one of the person's browsers; harmless when it is not there."""
        self._session.execute(
            delete(PushSubscription).where(
                PushSubscription.id == subscription_id, PushSubscription.person_id == person_id
            )
        )

    def target(self, subscription_id: UUID) -> Target | None:
        """Where to send, if the browser is still known."""
        row = self._session.get(PushSubscription, subscription_id)
        return Target(row.endpoint, row.p256dh, row.auth) if row else None

    def forget(self, subscription_id: UUID) -> None:
        """Drop a browser that its push service no longer knows."""
        self._session.execute(delete(PushSubscription).where(PushSubscription.id == subscription_id))
