"""Messages that were taken and then came back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sandbox.clock import Clock, written
from app.sandbox.counting import next_number
from app.sandbox.errors import Unknown
from app.sandbox.inbox.models import Bounce, Letter

COUNTER = "bounces"


class Bounces:
    """The feed of what could not be delivered, in the order it was committed."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def send_back(self, number: int, reason: str = "5.1.1 no such mailbox") -> None:
        """Let a letter come back, once; raises Unknown for a letter there is not."""
        letter = self._session.get(Letter, number)
        if letter is None or letter.kind not in {"mail", "sms"}:
            raise Unknown("There is no such letter.")
        key = letter.idempotency_key
        if self._session.scalar(select(Bounce).where(Bounce.key == key)) is not None:
            return
        cursor = next_number(self._session, COUNTER)
        self._session.add(
            Bounce(cursor=cursor, key=key, kind=letter.kind, reason=reason, bounced_at=self._clock())
        )
        self._session.commit()

    def after(self, cursor: int, limit: int) -> list[dict[str, Any]]:
        """At most `limit` bounces with a larger cursor, oldest first."""
        rows = select(Bounce).where(Bounce.cursor > cursor).order_by(Bounce.cursor).limit(limit)
        return [
            {
                "cursor": str(bounce.cursor),
                "key": bounce.key,
                "kind": bounce.kind,
                "reason": bounce.reason,
                "bounced_at": written(bounce.bounced_at),
            }
            for bounce in self._session.scalars(rows)
        ]

    def keys(self) -> set[str]:
        """The idempotency keys of everything that came back."""
        return set(self._session.scalars(select(Bounce.key)))
