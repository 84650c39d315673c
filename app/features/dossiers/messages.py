"""The conversation of a person with the officer who handles their dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, Invalid
from app.features.dossiers.mirror.exchange import DossierMessage
from app.features.dossiers.reading import DossierRow
from app.features.dossiers.service import DossierService
from app.jobs.outbox import Outbox
from app.texts import N_, Text

KIND = "message"
LONGEST = 4000

_MOST_SHOWN = 200

State = Literal["sent", "delivered", "read", "refused"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message as the thread shows it; `author` is none for the person's own."""

    id: UUID
    author: str | None
    unit: Text | None
    text: Text
    sent_at: datetime
    state: State
    new: bool


class MessageService:
    """Messages of one dossier at a time; every method names its owner."""

    def __init__(self, session: Session, dossiers: DossierService, clock: Clock) -> None:
        self._session = session
        self._dossiers = dossiers
        self._clock = clock

    def thread(self, reference: str, *, owner: UUID) -> tuple[DossierRow, tuple[Spoken, ...]]:
        """The dossier and its latest messages, oldest first; raises `NotFound`."""
        dossier = self._dossiers.row(reference, owner=owner)
        return dossier, self.of(dossier.id)

    def of(self, dossier_id: UUID) -> tuple[Spoken, ...]:
        """The latest messages of a dossier, oldest first."""
        latest = (
            select(DossierMessage)
            .where(DossierMessage.dossier_id == dossier_id)
            .order_by(DossierMessage.sent_at.desc(), DossierMessage.id.desc())
            .limit(_MOST_SHOWN)
        )
        return tuple(map(_spoken, reversed(self._session.scalars(latest).all())))

    def write(self, reference: str, *, owner: UUID, key: UUID, text: str, language: str) -> None:
        """Send a message to the officer; the same words by the same key are sent once. Commits.

        Raises `NotFound`, `Invalid` for no or too many words, `Conflict` when nobody reads it any more.
        """
        words = text.strip()
        if not words:
            raise Invalid("no words", {"text": N_("Write your message.")})
        if len(words) > LONGEST:
            raise Invalid(
                "too long", {"text": N_("Your message is too long. Shorten it to 4,000 characters.")}
            )
        dossier = self._dossiers.row(reference, owner=owner)
        if not writable(dossier):
            raise Conflict("nobody at the agency works on this dossier")
        message = DossierMessage(
            id=uuid4(),
            dossier_id=dossier.id,
            # Back on an old page somebody writes something else by the same key: that is another message.
            key=f"{owner}:{uuid5(key, words)}",
            text={language: words},
            sent_at=self._clock(),
        )
        try:
            with self._session.begin_nested():
                self._session.add(message)
        except IntegrityError:
            return
        body = {
            "message_id": str(message.id),
            "text": words,
            "language": language,
            "sent_at": _stamp(message.sent_at),
        }
        payload = {"message_id": str(message.id), "dossier_code": dossier.code, "message": body}
        Outbox(self._session, self._clock).add(KIND, f"{KIND}:{message.id}", payload)
        self._session.commit()

    def mark_read(self, dossier_id: UUID) -> None:
        """Note that the person has seen the officer's messages. Commits."""
        unseen = (DossierMessage.author.is_not(None), DossierMessage.read_at.is_(None))
        self._session.execute(
            update(DossierMessage)
            .where(DossierMessage.dossier_id == dossier_id, *unseen)
            .values(read_at=self._clock())
        )
        self._session.commit()


def writable(dossier: DossierRow) -> bool:
    """Whether somebody at the agency works on the dossier and can be written to.

    Agencies that only send their dossiers take nothing from the portal.
    """
    return dossier.filed_here and dossier.code is not None and not (dossier.refused or dossier.status.final)


def unread(messages: Sequence[Spoken]) -> int:
    """How many of the officer's messages the person has not seen."""
    return sum(1 for message in messages if message.new)


def _spoken(message: DossierMessage) -> Spoken:
    author = message.author
    return Spoken(
        id=message.id,
        author=author["name"] if author else None,
        unit=author["unit"] if author else None,
        text=message.text,
        sent_at=message.sent_at,
        state=_state(message),
        new=author is not None and message.read_at is None,
    )


def _state(message: DossierMessage) -> State:
    if message.refusal is not None:
        return "refused"
    if message.read_at is not None:
        return "read"
    return "delivered" if message.delivered_at is not None else "sent"


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
