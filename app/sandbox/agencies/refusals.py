"""What the portal did not take of the agencies' catalogue, as it reported it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.sandbox.agencies.bodies import Refusal, body_digest, read_body
from app.sandbox.clock import Clock
from app.sandbox.db import Base
from app.sandbox.errors import Unacceptable, Unlawful

_MOST = 50


class RefusedItem(Base):
    """One item of the catalogue's feed that the portal refused."""

    __tablename__ = "refused_items"

    number: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    body_digest: Mapped[str]
    cursor: Mapped[str | None]
    code: Mapped[str | None]
    reason: Mapped[str]
    refused_at: Mapped[datetime]
    received_at: Mapped[datetime]


class Refusals:
    """Takes the portal's reports, once per Idempotency-Key, and shows them to officers."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def take(self, key: str | None, content: bytes) -> dict[str, Any]:
        """Keep a report; raises Unacceptable, Unlawful when the key came with another body."""
        body = read_body(content, Refusal)
        if not key:
            problem = {"path": "Idempotency-Key", "message": "is missing"}
            raise Unacceptable("This needs an Idempotency-Key.", [problem])
        earlier = self._session.scalar(select(RefusedItem).where(RefusedItem.idempotency_key == key))
        if earlier is None:
            self._keep(key, content, body)
        elif earlier.body_digest != body_digest(content):
            raise Unlawful("This Idempotency-Key was used before with another content.")
        return {"digest": body.digest}

    def latest(self) -> list[RefusedItem]:
        """The last fifty reports, newest first."""
        return list(
            self._session.scalars(select(RefusedItem).order_by(RefusedItem.number.desc()).limit(_MOST))
        )

    def _keep(self, key: str, content: bytes, body: Refusal) -> None:
        self._session.add(
            RefusedItem(
                idempotency_key=key,
                body_digest=body_digest(content),
                cursor=body.cursor,
                code=body.code,
                reason=body.reason,
                refused_at=body.refused_at,
                received_at=self._clock(),
            )
        )
        self._session.commit()
