"""How a person wants to be told, read and changed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.many import among
from app.errors import Invalid, NotFound
from app.features.notices.kinds import CHANNELS, TOPICS, Channel, Topic
from app.features.notices.models import NoticeChoices
from app.features.notices.timing import QUIET_FROM, QUIET_UNTIL
from app.texts import N_

LINK_LIVES = timedelta(days=3)
_PAUSE = timedelta(minutes=1)
_STOPPED = "stopped"

_DEFAULT: dict[Topic, tuple[Channel, ...]] = {
    "asked": ("mail", "sms", "push"),
    "status": ("mail", "push"),
    "result": ("mail", "push"),
    "reminders": ("mail", "push"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """One person's wishes; `email` is an own address they have proved to read.

    No mail ever goes out about a topic that is `stopped`, also not when every other way fails.
    """

    channels: Mapping[Topic, tuple[Channel, ...]] = field(default_factory=lambda: dict(_DEFAULT))
    language: str | None = None
    quiet_from: int | None = QUIET_FROM
    quiet_until: int | None = QUIET_UNTIL
    digest: bool = False
    sms_marks: bool = False
    stopped: frozenset[Topic] = frozenset()
    email: str | None = None
    unproved_email: str | None = None


class ChoicesStore:
    """Choices; takes part in its caller's transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def of(self, person_id: UUID) -> Choices:
        """What the person chose, or the defaults."""
        row = self._session.get(NoticeChoices, person_id)
        return _read(row) if row else Choices()

    def of_all(self, persons: Collection[UUID]) -> dict[UUID, Choices]:
        """What each of the persons chose, or the defaults; one statement."""
        kept = select(NoticeChoices).where(among(self._session, NoticeChoices.person_id, persons))
        rows = {row.person_id: _read(row) for row in self._session.scalars(kept)}
        return {person: rows.get(person) or Choices() for person in persons}

    def keep(self, person_id: UUID, wanted: Choices) -> str | None:
        """Keep the wishes; an own address given as `unproved_email` replaces the one there was.

        Returns a token to be mailed to an own address that is new, for `prove`; raises `Invalid` when asked
        for addresses in quick succession.
        """
        row = self._row(person_id)
        chosen: dict[str, list[str]] = {topic: list(wanted.channels.get(topic, ())) for topic in TOPICS}
        still = [topic for topic in row.channels.get(_STOPPED, []) if "mail" not in chosen[topic]]
        row.channels = {**chosen, _STOPPED: still}
        row.language = wanted.language
        row.quiet_from, row.quiet_until = wanted.quiet_from, wanted.quiet_until
        row.digest, row.sms_marks = wanted.digest, wanted.sms_marks
        if wanted.unproved_email == row.email:
            return None  # nothing new to prove
        row.email, row.email_verified_at, row.email_token = wanted.unproved_email, None, None
        return self._ask(row) if row.email else None

    def prove(self, person_id: UUID, token: str) -> None:
        """The own address was read: use it from now on; raises `NotFound` for a token that is not its."""
        row = self._session.get(NoticeChoices, person_id)
        if row is None or row.email_asked_at is None or row.email_token != _digest(token):
            raise NotFound("no such link")
        if self._clock() - row.email_asked_at > LINK_LIVES:
            raise NotFound("the link is too old")
        row.email_verified_at = row.email_verified_at or self._clock()

    def stop(self, person_id: UUID, topic: Topic) -> None:
        """No more mails of one topic."""
        row = self._row(person_id)
        rest = [channel for channel in row.channels.get(topic, []) if channel != "mail"]
        stopped = sorted({*row.channels.get(_STOPPED, []), topic})
        row.channels = {**row.channels, topic: rest, _STOPPED: stopped}

    def _ask(self, row: NoticeChoices) -> str:
        now = self._clock()
        if row.email_asked_at is not None and now - row.email_asked_at < _PAUSE:
            raise Invalid("too often", {"email": N_("Wait a minute before you enter another address.")})
        token = secrets.token_urlsafe(24)
        row.email_token, row.email_asked_at = _digest(token), now
        return token

    def _row(self, person_id: UUID) -> NoticeChoices:
        row = self._session.get(NoticeChoices, person_id)
        if row is None:
            row = NoticeChoices(
                person_id=person_id,
                channels={topic: list(channels) for topic, channels in _DEFAULT.items()},
                quiet_from=QUIET_FROM,
                quiet_until=QUIET_UNTIL,
                digest=False,
                sms_marks=False,
            )
            self._session.add(row)
            self._session.flush()
        return row


def _read(row: NoticeChoices) -> Choices:
    proved = row.email_verified_at is not None
    return Choices(
        channels={
            topic: tuple(channel for channel in CHANNELS if channel in row.channels.get(topic, ()))
            for topic in TOPICS
        },
        language=row.language,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
        digest=row.digest,
        sms_marks=row.sms_marks,
        stopped=frozenset(topic for topic in TOPICS if topic in row.channels.get(_STOPPED, ())),
        email=row.email if proved else None,
        unproved_email=None if proved else row.email,
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
