"""The officer's side of the conversation: read, answer, and decide on a withdrawal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sandbox.agencies.correspondence import (
    CitizenMessage,
    SaidItem,
    WithdrawalRequest,
    open_withdrawal,
    say_item,
)
from app.sandbox.agencies.events import record_event
from app.sandbox.agencies.models import Dossier
from app.sandbox.agencies.statuses import WITHDRAWN, lawful
from app.sandbox.clock import Clock
from app.sandbox.errors import Unacceptable, Unknown, Unlawful


@dataclass(frozen=True)
class Said:
    """One message of either side; `author` is None for the citizen's."""

    author: str | None
    text: dict[str, Any] | str
    at: datetime
    read: bool


class CorrespondenceDesk:
    """One officer at work; every method commits once."""

    def __init__(self, session: Session, clock: Clock, officer: str) -> None:
        self._session = session
        self._clock = clock
        self._officer = officer

    def thread(self, code: str) -> list[Said]:
        """Everything said about the dossier, oldest first."""
        citizen = select(CitizenMessage).where(CitizenMessage.dossier_code == code)
        officers = select(SaidItem).where(SaidItem.dossier_code == code, SaidItem.kind == "message")
        said = [
            Said(None, m.text, m.received_at, m.read_at is not None) for m in self._session.scalars(citizen)
        ]
        said += [
            Said(item.actor["name"], item.text or {}, item.occurred_at, True)
            for item in self._session.scalars(officers)
        ]
        return sorted(said, key=lambda one: one.at)

    def open_withdrawal(self, code: str) -> WithdrawalRequest | None:
        """What the citizen wants back and nobody has decided."""
        return open_withdrawal(self._session, code)

    def write(self, code: str, text: str | dict[str, str]) -> None:
        """Write to the citizen; what they wrote before counts as read."""
        words = {"vi": text} if isinstance(text, str) else text
        if not "".join(words.values()).strip():
            raise Unacceptable("Write something.", [{"path": "text", "message": "is missing"}])
        dossier = self._dossier(code)
        self._read(dossier)
        say_item(self._session, dossier, "message", self._clock(), actor=self._officer, text=words)
        self._session.commit()

    def mark_read(self, code: str) -> None:
        """Note that the citizen's messages were read, and tell the portal."""
        self._read(self._dossier(code))
        self._session.commit()

    def grant(self, code: str, note: str = "") -> None:
        """Give the application back (status 7)."""
        dossier, asked = self._asked(code)
        if not lawful(dossier.status, WITHDRAWN):
            raise Unlawful("The status of the dossier does not allow this step.")
        asked.outcome = "granted"
        words = {"vi": note} if note.strip() else None
        record_event(self._session, dossier, WITHDRAWN, self._clock(), actor=self._officer, note=words)
        self._session.commit()

    def decline(self, code: str, reason: str | dict[str, str]) -> None:
        """Keep the application, and say why."""
        words = {"vi": reason} if isinstance(reason, str) else reason
        if not "".join(words.values()).strip():
            raise Unacceptable("Say why.", [{"path": "note", "message": "is missing"}])
        dossier, asked = self._asked(code)
        asked.outcome = "declined"
        kind, now = "withdrawal_declined", self._clock()
        say_item(self._session, dossier, kind, now, actor=self._officer, text=words, about=asked.id)
        self._session.commit()

    def _read(self, dossier: Dossier) -> None:
        unread = select(CitizenMessage).where(
            CitizenMessage.dossier_code == dossier.code, CitizenMessage.read_at.is_(None)
        )
        found = self._session.scalars(unread.order_by(CitizenMessage.number)).all()
        for message in found:
            message.read_at = self._clock()
        if found:
            last = found[-1].id
            say_item(self._session, dossier, "read", self._clock(), actor=self._officer, about=last)

    def _asked(self, code: str) -> tuple[Dossier, WithdrawalRequest]:
        dossier = self._dossier(code)
        asked = open_withdrawal(self._session, code)
        if asked is None:
            raise Unlawful("Nobody asks for this dossier back.")
        return dossier, asked

    def _dossier(self, code: str) -> Dossier:
        dossier = self._session.get(Dossier, code, with_for_update=True)
        if dossier is None:
            raise Unknown("There is no such dossier.")
        return dossier
