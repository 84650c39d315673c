"""Hand mails, text messages and push messages over; learn from what could not be delivered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from app.db.base import Database
from app.features.notices.kinds import Channel
from app.features.notices.service import NoticeService
from app.features.notices.subscriptions import Subscriptions
from app.gateways.client import Refused
from app.gateways.mail import Mailer
from app.gateways.push import Gone, PushGateway
from app.gateways.sms import Texter

MakeNotices = Callable[[Session], NoticeService]

log: Any = structlog.get_logger("portal.notices")


class MailDelivery:
    """Delivers messages of kind `mail`; the key keeps a repeated attempt from becoming a second mail."""

    def __init__(self, mailer: Mailer, notices: MakeNotices) -> None:
        self._mailer = mailer
        self._notices = notices

    def send(self, key: str, payload: Any) -> None:
        """Hand the mail over; raises `Unavailable`, `Refused`."""
        self._mailer.mail(
            key,
            to=payload["to"],
            subject=payload["subject"],
            text=payload["text"],
            language=payload["language"],
            unsubscribe=payload.get("unsubscribe"),
        )

    def settle(self, session: Session, payload: Any, answer: Any) -> None:
        """Nothing depends on a mail having been sent."""

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """The address takes nothing: mark it, and tell by another channel."""
        _refused(self._notices(session), "mail", payload, refusal)


class SmsDelivery:
    """Delivers messages of kind `sms`."""

    def __init__(self, texter: Texter, notices: MakeNotices) -> None:
        self._texter = texter
        self._notices = notices

    def send(self, key: str, payload: Any) -> None:
        """Hand the text message over; raises `Unavailable`, `Refused`."""
        self._texter.sms(key, to=payload["to"], text=payload["text"], language=payload["language"])

    def settle(self, session: Session, payload: Any, answer: Any) -> None:
        """Nothing depends on a text message having been sent."""

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """The number takes nothing: mark it, and tell by another channel."""
        _refused(self._notices(session), "sms", payload, refusal)


class PushDelivery:
    """Delivers messages of kind `push` to one browser each; a browser that is gone is forgotten."""

    def __init__(self, database: Database, push: PushGateway, notices: MakeNotices) -> None:
        self._database = database
        self._push = push
        self._notices = notices

    def send(self, key: str, payload: Any) -> Literal["sent", "gone"]:
        """Hand the message to the browser's push service; raises `Unavailable`, `Refused`."""
        with self._database.session(writes=False) as session:
            target = Subscriptions(session).target(UUID(payload["subscription"]))
        if target is None:
            return "gone"
        try:
            self._push.send(target, payload["shown"], urgent=payload["urgent"])
        except Gone:
            return "gone"
        return "sent"

    def settle(self, session: Session, payload: Any, answer: Literal["sent", "gone"]) -> None:
        """Forget a browser that is gone, and tell by another channel."""
        if answer == "gone":
            Subscriptions(session).forget(UUID(payload["subscription"]))
            self._notices(session).lost("push", payload["notices"])

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """The push service will not take it, which says nothing about the browser."""
        log.error("push refused", status=refusal.status)
        self._notices(session).lost("push", payload["notices"])


def _refused(notices: NoticeService, channel: Channel, payload: Any, refusal: Refused) -> None:
    log.warning("not deliverable", channel=channel, status=refusal.status)
    given = payload.get("notices", ())
    # 422 is the gateway's word for an address that is none, 5xx is a mail server's (RFC 5321 4.2.1);
    # any other refusal is about us, and must not brand an address.
    if refusal.status == 422 or refusal.status >= 500:
        notices.bounced(channel, payload["to"], given, str(refusal))
    else:
        notices.lost(channel, given)
