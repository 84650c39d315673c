"""Messages that must reach another system exactly once in effect, written with the change they tell of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol
from uuid import UUID, uuid4

import structlog
from sqlalchemy import Index, String, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.clock import Clock
from app.db.base import Base, Database
from app.db.types import EncryptedJSON, UTCTime
from app.errors import Unavailable
from app.gateways.client import Refused

_CLAIM = timedelta(minutes=2)
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=15)

log: Any = structlog.get_logger("portal.outbox")


class OutboxMessage(Base):
    """One message; `key` is the idempotency key the receiver knows it by, at every attempt."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_waiting", "settled_at", "due_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    payload: Mapped[Any] = mapped_column(EncryptedJSON)
    created_at: Mapped[datetime] = mapped_column(UTCTime)
    due_at: Mapped[datetime] = mapped_column(UTCTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UTCTime)
    attempts: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None] = mapped_column(UTCTime)
    refusal: Mapped[str | None] = mapped_column(String(500))


class Handler(Protocol):
    """Delivers one kind of message: first outside, then the consequences inside."""

    def send(self, key: str, payload: Any) -> Any:
        """Tell the other system; raises `Unavailable` to be tried again, `Refused` when it says no."""

    def settle(self, session: Session, payload: Any, answer: Any) -> None:
        """Record the answer; committed together with the message being settled."""

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """Record that the other system will never take it."""


class Outbox:
    """Where a use case leaves its messages; takes part in the caller's transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, kind: str, key: str, payload: Any, *, not_before: datetime | None = None) -> UUID:
        """Leave a message to be delivered once the transaction commits; returns its id."""
        now = self._clock()
        message = OutboxMessage(
            id=uuid4(), kind=kind, key=key, payload=payload, created_at=now, due_at=not_before or now
        )
        self._session.add(message)
        return message.id


class Courier:
    """Delivers outbox messages; any number may run at once, a crash at any point repeats, never loses."""

    def __init__(self, database: Database, handlers: Mapping[str, Handler], clock: Clock) -> None:
        self._database = database
        self._handlers = handlers
        self._clock = clock

    def deliver_due(self, limit: int = 50) -> int:
        """Try every message that is due, oldest first; returns how many were settled."""
        return sum(self.deliver(message_id) for message_id in self._due(limit))

    def deliver(self, message_id: UUID) -> bool:
        """Try one message now; true when it is settled after this attempt."""
        message = self._claim(message_id)
        if message is None:
            return False
        try:
            self._send(message)
        except Unavailable as error:
            self._postpone(message, str(error))
            return False
        except Exception as error:
            # A fault of ours must not keep the other messages waiting; this one is tried again, and logged.
            log.exception("message failed", kind=message.kind)
            self._postpone(message, type(error).__name__)
            return False
        return True

    def _send(self, message: OutboxMessage) -> None:
        """Send it and record what came of it; a kind of another version of the portal is a `KeyError`."""
        handler = self._handlers[message.kind]
        try:
            answer = handler.send(message.key, message.payload)
        except Refused as error:
            log.error("message refused", kind=message.kind, status=error.status)
            record = partial(handler.refused, payload=message.payload, refusal=error)
            self._finish(message, record, str(error))
        else:
            self._finish(message, partial(handler.settle, payload=message.payload, answer=answer), None)

    def waiting(self) -> int:
        """How many messages are not settled."""
        with self._database.session(writes=False) as session:
            unsettled = select(func.count()).where(OutboxMessage.settled_at.is_(None))
            return session.scalar(unsettled) or 0

    def _due(self, limit: int) -> list[UUID]:
        with self._database.session(writes=False) as session:
            rows = session.scalars(
                select(OutboxMessage.id)
                .where(OutboxMessage.settled_at.is_(None), OutboxMessage.due_at <= self._clock())
                .order_by(OutboxMessage.due_at)
                .limit(limit)
            )
            return list(rows)

    def _claim(self, message_id: UUID) -> OutboxMessage | None:
        """Take the message for two minutes; none when settled or in another courier's hands."""
        now = self._clock()
        free = or_(OutboxMessage.claimed_until.is_(None), OutboxMessage.claimed_until < now)
        with self._database.transaction() as session:
            claimed = session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == message_id, OutboxMessage.settled_at.is_(None), free)
                .values(claimed_until=now + _CLAIM, attempts=OutboxMessage.attempts + 1)
            )
            session.commit()
            if claimed.rowcount == 0:  # type: ignore[attr-defined]  # an UPDATE has it
                return None
            return session.get(OutboxMessage, message_id)

    def _postpone(self, message: OutboxMessage, reason: str) -> None:
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(message.attempts - 1, 12))
        log.warning("message postponed", kind=message.kind, attempts=message.attempts, reason=reason)
        with self._database.transaction() as session:
            session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == message.id)
                .values(claimed_until=None, due_at=self._clock() + wait)
            )
            session.commit()

    def _finish(self, message: OutboxMessage, record: Callable[[Session], None], refusal: str | None) -> None:
        with self._database.transaction() as session:
            settled = session.execute(
                update(OutboxMessage)
                .where(OutboxMessage.id == message.id, OutboxMessage.settled_at.is_(None))
                .values(settled_at=self._clock(), claimed_until=None, refusal=refusal)
            )
            if settled.rowcount:  # type: ignore[attr-defined]  # two couriers may both have sent it
                record(session)
            session.commit()
