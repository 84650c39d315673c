"""What a citizen writes to an officer about a dossier, their wish to withdraw it, and the answers' feed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.sandbox.agencies.bodies import Message, Withdrawal, body_digest, read_body
from app.sandbox.agencies.models import Dossier
from app.sandbox.agencies.statuses import WITHDRAWN, lawful, statuses
from app.sandbox.clock import Clock, written
from app.sandbox.counting import next_number
from app.sandbox.db import Base
from app.sandbox.errors import Unacceptable, Unknown, Unlawful

COUNTER = "correspondence"
T = TypeVar("T", bound="CitizenMessage | WithdrawalRequest")


class CitizenMessage(Base):
    """A message from the portal; its number is the order of arrival."""

    __tablename__ = "citizen_messages"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    body_digest: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    sent_at: Mapped[datetime]
    received_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class WithdrawalRequest(Base):
    """A wish to have an application back; `outcome` is `granted` or `declined` once decided."""

    __tablename__ = "withdrawal_requests"

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    body_digest: Mapped[str]
    reason: Mapped[str | None]
    asked_at: Mapped[datetime]
    received_at: Mapped[datetime]
    outcome: Mapped[str | None]


class SaidItem(Base):
    """One line of the correspondence feed."""

    __tablename__ = "correspondence"

    cursor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item_id: Mapped[str] = mapped_column(unique=True)
    dossier_code: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    kind: Mapped[str]
    occurred_at: Mapped[datetime]
    actor: Mapped[dict[str, Any]]
    text: Mapped[dict[str, Any] | None]
    about: Mapped[str | None]


class Letterbox:
    """Takes what the portal brings, once per Idempotency-Key."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def message(self, code: str, key: str | None, content: bytes) -> dict[str, Any]:
        """Take a message; raises Unknown, Unlawful for a closed dossier, Unacceptable."""
        body = read_body(content, Message)
        dossier = self._dossier(code, key)
        if self._earlier(CitizenMessage, code, str(key), content) is None:
            if not statuses().onward[dossier.status]:
                raise Unlawful("The dossier is closed.")
            self._session.add(
                CitizenMessage(
                    id=str(body.message_id),
                    dossier_code=code,
                    idempotency_key=key,
                    body_digest=body_digest(content),
                    text=body.text,
                    language=body.language,
                    sent_at=body.sent_at,
                    received_at=self._clock(),
                )
            )
            self._session.commit()
        return {"message_id": str(body.message_id)}

    def withdrawal(self, code: str, key: str | None, content: bytes) -> dict[str, Any]:
        """Take a wish to withdraw; raises Unknown, Unlawful where no status 7 may follow, Unacceptable."""
        body = read_body(content, Withdrawal)
        dossier = self._dossier(code, key)
        if self._earlier(WithdrawalRequest, code, str(key), content) is None:
            if not lawful(dossier.status, WITHDRAWN) or open_withdrawal(self._session, code):
                raise Unlawful("The dossier cannot be withdrawn now.")
            self._session.add(
                WithdrawalRequest(
                    id=str(body.withdrawal_id),
                    dossier_code=code,
                    idempotency_key=key,
                    body_digest=body_digest(content),
                    reason=body.reason,
                    asked_at=body.asked_at,
                    received_at=self._clock(),
                )
            )
            self._session.commit()
        return {"withdrawal_id": str(body.withdrawal_id)}

    def _dossier(self, code: str, key: str | None) -> Dossier:
        if not key:
            problem = {"path": "Idempotency-Key", "message": "is missing"}
            raise Unacceptable("This needs an Idempotency-Key.", [problem])
        dossier = self._session.get(Dossier, code, with_for_update=True)
        if dossier is None:
            raise Unknown("There is no such dossier.")
        return dossier

    def _earlier(self, kind: type[T], code: str, key: str, content: bytes) -> T | None:
        found = self._session.scalar(select(kind).where(kind.idempotency_key == key))
        if found is not None and (found.dossier_code, found.body_digest) != (code, body_digest(content)):
            raise Unlawful("This Idempotency-Key was used before with another content.")
        return found


def open_withdrawal(session: Session, code: str) -> WithdrawalRequest | None:
    """The wish to withdraw that nobody has decided, if any."""
    undecided = select(WithdrawalRequest).where(
        WithdrawalRequest.dossier_code == code, WithdrawalRequest.outcome.is_(None)
    )
    return session.scalar(undecided)


def say_item(
    session: Session,
    dossier: Dossier,
    kind: str,
    now: datetime,
    *,
    actor: str,
    text: dict[str, str] | None = None,
    about: str | None = None,
) -> None:
    """Put a line into the feed; the caller commits."""
    session.add(
        SaidItem(
            cursor=next_number(session, COUNTER),
            item_id=str(uuid.uuid4()),
            dossier_code=dossier.code,
            kind=kind,
            occurred_at=now,
            actor={"name": actor, "unit": dossier.agency["name"]},
            text=text,
            about=about,
        )
    )


def said_after(session: Session, cursor: int, limit: int) -> list[dict[str, Any]]:
    """At most `limit` lines with a larger cursor, oldest first."""
    rows = select(SaidItem).where(SaidItem.cursor > cursor).order_by(SaidItem.cursor).limit(limit)
    return [
        {
            "item_id": item.item_id,
            "cursor": str(item.cursor),
            "dossier_code": item.dossier_code,
            "kind": item.kind,
            "occurred_at": written(item.occurred_at),
            "actor": item.actor,
            "text": item.text,
            "about": item.about,
        }
        for item in session.scalars(rows)
    ]
