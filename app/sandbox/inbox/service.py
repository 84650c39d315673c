"""Takes messages in once each, and shows them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.sandbox.agencies.bodies import Mail, Sms, body_digest, read_body
from app.sandbox.clock import Clock
from app.sandbox.errors import Unacceptable, Unlawful
from app.sandbox.inbox.models import Letter

LONGEST_KEY = 200
SHOWN = 200


class Inbox:
    """Everybody's letters."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def take_mail(self, key: str | None, content: bytes) -> int:
        """Keep a mail and return its number, the same for the same key; raises Unacceptable or Unlawful."""
        mail = read_body(content, Mail)
        return self._keep(
            Letter(
                kind="mail", recipient=mail.to, subject=mail.subject, text=mail.text, language=mail.language
            ),
            key,
            content,
        )

    def take_sms(self, key: str | None, content: bytes) -> int:
        """Keep a short message and return its number, the same for the same key."""
        sms = read_body(content, Sms)
        letter = Letter(kind="sms", recipient=sms.to, subject=None, text=sms.text, language=sms.language)
        return self._keep(letter, key, content)

    def letters(self, recipient: str | None = None) -> list[Letter]:
        """The newest letters first, to everybody or to one recipient, at most 200."""
        wanted = select(Letter).order_by(Letter.number.desc()).limit(SHOWN)
        return list(
            self._session.scalars(wanted.where(Letter.recipient == recipient) if recipient else wanted)
        )

    def recipients(self) -> list[str]:
        """Everybody who has a letter, in order."""
        return list(self._session.scalars(select(Letter.recipient).distinct().order_by(Letter.recipient)))

    def _keep(self, letter: Letter, key: str | None, content: bytes) -> int:
        if not key or len(key) > LONGEST_KEY:
            problem = {"path": "Idempotency-Key", "message": f"1 to {LONGEST_KEY} characters"}
            raise Unacceptable("A message needs an Idempotency-Key.", [problem])
        letter.idempotency_key, letter.body_digest = key, body_digest(content)
        letter.arrived_at = self._clock()
        earlier = self._earlier(key, letter.body_digest)
        if earlier is not None:
            return earlier.number
        try:
            self._session.add(letter)
            self._session.commit()
        except IntegrityError:
            self._session.rollback()
            return self._raced(key, letter.body_digest).number
        return letter.number

    def _earlier(self, key: str, digest: str) -> Letter | None:
        letter = self._session.scalar(select(Letter).where(Letter.idempotency_key == key))
        if letter is not None and letter.body_digest != digest:
            raise Unlawful("This Idempotency-Key was used before with another content.")
        return letter

    def _raced(self, key: str, digest: str) -> Letter:
        letter = self._earlier(key, digest)
        if letter is None:
            raise Unlawful("The message was taken and removed at the same moment.")
        return letter
