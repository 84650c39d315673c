"""Deliver the mails that use cases left in the outbox."""

from __future__ import annotations

from typing import Any

import structlog
from sqlalchemy.orm import Session

from app.gateways.client import Refused
from app.gateways.mail import Mailer
from app.jobs.letters import Letter

KIND = "mail"

log: Any = structlog.get_logger("portal.notices")


def payload(letter: Letter, *, to: str, language: str) -> dict[str, str]:
    """What the outbox keeps of a mail, encrypted, until it is sent."""
    return {"to": to, "subject": letter.subject, "text": letter.text, "language": language}


class MailDelivery:
    """Delivers messages of kind `mail`; the key keeps a repeated attempt from becoming a second mail."""

    def __init__(self, mailer: Mailer) -> None:
        self._mailer = mailer

    def send(self, key: str, payload: Any) -> None:
        """Hand the mail over; raises `Unavailable`, `Refused`."""
        self._mailer.mail(key, **payload)

    def settle(self, session: Session, payload: Any, answer: Any) -> None:
        """Nothing depends on a mail having been sent."""

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """The address does not exist any more; the page says the same as the mail did."""
        log.warning("mail refused", status=refusal.status)
