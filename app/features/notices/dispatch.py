"""Bring a notice on its way: by the channels the person chose, or by another one that reaches them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.encryption import keyring
from app.db.many import among
from app.features.account.service import Known
from app.features.notices.choices import Choices
from app.features.notices.kinds import CHANNELS, KINDS, Channel
from app.features.notices.matter import Matter
from app.features.notices.models import BouncedAddress, Notice, PushSubscription
from app.features.notices.short_messages import phone_number
from app.features.notices.timing import after_quiet, next_digest, urgent
from app.features.notices.tokens import MailLinks
from app.features.notices.wording import Wording
from app.jobs.outbox import Outbox, OutboxMessage


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a notice goes to, and how they want it."""

    person: Known
    choices: Choices


class Dispatch:
    """Leaves messages in the outbox, in the caller's transaction; a message's key is channel and notice."""

    def __init__(self, session: Session, wording: Wording, links: MailLinks, clock: Clock) -> None:
        self._session = session
        self._outbox = Outbox(session, clock)
        self._wording = wording
        self._links = links
        self._clock = clock
        self._subscriptions: dict[UUID, list[UUID]] = {}
        self._reachable: set[str] = set()

    def expect(self, recipients: Collection[Recipient], emails: Iterable[str]) -> None:
        """Look up at once the browsers of these persons and which of their addresses take nothing.

        `emails` are further addresses that may be written to; for one transaction.
        """
        persons = [to.person.id for to in recipients]
        self._subscriptions = {person: [] for person in persons}
        mine = among(self._session, PushSubscription.person_id, persons)
        for person, one in self._session.execute(
            select(PushSubscription.person_id, PushSubscription.id).where(mine)
        ):
            self._subscriptions[person].append(one)
        own = (address for to in recipients for address in _addresses(to))
        indexes = {keyring().index(address) for address in (*own, *emails)}
        marked = select(BouncedAddress.address_index).where(
            among(self._session, BouncedAddress.address_index, indexes)
        )
        self._reachable = indexes - set(self._session.scalars(marked))

    def marked(self, index: str) -> None:
        """An address has just been marked as taking nothing."""
        self._reachable.discard(index)

    def release(self, notice: Notice, to: Recipient) -> None:
        """Send by every chosen channel; when none of them reaches the person, by the first that does."""
        topic = KINDS[notice.kind].topic
        chosen = to.choices.channels.get(topic, ()) if topic else ()
        reached = [channel for channel in chosen if self._send(channel, notice, to)]
        if chosen and not reached:
            self._first(notice, to, (channel for channel in CHANNELS if channel not in chosen))
        notice.released_at = self._clock()

    def fall_back(self, notice: Notice, to: Recipient, failed: Channel) -> None:
        """After a channel failed for good: leave it at the others in use, or take the next that reaches."""
        others = [channel for channel in CHANNELS if channel != failed]
        if any(self._used(channel, notice) for channel in others):
            return
        if failed == "mail" and not self._second(notice) and self._mail(notice, to, attempt=2):
            return
        self._first(notice, to, others)

    def mail_address(self, notice_email: str | None, to: Recipient) -> str | None:
        """The first that takes mail: the proved own address, the application's, the identity provider's."""
        candidates = (to.choices.email, notice_email, to.person.email)
        return next((str(one) for one in candidates if one and not self.bounced(str(one))), None)

    def phone(self, to: Recipient) -> str | None:
        """The identity provider's phone number, unless messages to it failed."""
        number = phone_number(to.person.phone)
        return number if number and not self.bounced(number) else None

    def bounced(self, address: str) -> BouncedAddress | None:
        """The mark on an address that takes nothing, if it has one."""
        index = keyring().index(address)
        return None if index in self._reachable else self._session.get(BouncedAddress, index)

    def _first(self, notice: Notice, to: Recipient, channels: Iterable[Channel]) -> None:
        next((channel for channel in channels if self._send(channel, notice, to)), None)

    def _send(self, channel: Channel, notice: Notice, to: Recipient) -> bool:
        return {"mail": self._mail, "sms": self._sms, "push": self._push}[channel](notice, to)

    def _mail(self, notice: Notice, to: Recipient, attempt: int = 1) -> bool:
        address, topic = self.mail_address(notice.email, to), KINDS[notice.kind].topic
        if address is None or topic is None or topic in to.choices.stopped:
            return False
        if to.choices.digest and not urgent(self._clock(), notice.deadline):
            notice.digest_at = next_digest(self._clock())
            return True
        language = language_of(notice, to)
        letter = self._wording.mail(notice.kind, matter_of(notice), language)
        payload = {
            "to": address,
            "subject": letter.subject,
            "text": letter.text,
            "language": language,
            "unsubscribe": self._links.stop(notice.person_id, topic, language),
            "notices": [str(notice.id)],
        }
        self._outbox.add("mail", f"mail:{notice.id}" + (f":{attempt}" if attempt > 1 else ""), payload)
        return True

    def _sms(self, notice: Notice, to: Recipient, attempt: int = 1) -> bool:
        number = self.phone(to)
        if number is None:
            return False
        language = language_of(notice, to)
        text = self._wording.sms(notice.kind, matter_of(notice), language, marks=to.choices.sms_marks)
        payload = {"to": number, "text": text, "language": language, "notices": [str(notice.id)]}
        self._outbox.add("sms", f"sms:{notice.id}", payload, not_before=self._not_before(notice, to))
        return True

    def _push(self, notice: Notice, to: Recipient, attempt: int = 1) -> bool:
        subscriptions = self._browsers(notice.person_id)
        if not subscriptions:
            return False
        language = language_of(notice, to)
        shown = self._wording.push(notice.kind, matter_of(notice), language, str(notice.id))
        for subscription in subscriptions:
            payload = {
                "subscription": str(subscription),
                "shown": shown,
                "urgent": urgent(self._clock(), notice.deadline),
                "notices": [str(notice.id)],
            }
            key = f"push:{notice.id}:{subscription.hex}"
            self._outbox.add("push", key, payload, not_before=self._not_before(notice, to))
        return True

    def _browsers(self, person_id: UUID) -> Sequence[UUID]:
        if person_id in self._subscriptions:
            return self._subscriptions[person_id]
        mine = select(PushSubscription.id).where(PushSubscription.person_id == person_id)
        return self._session.scalars(mine).all()

    def _not_before(self, notice: Notice, to: Recipient) -> datetime:
        now = self._clock()
        if urgent(now, notice.deadline):
            return now
        return after_quiet(now, to.choices.quiet_from, to.choices.quiet_until)

    def _used(self, channel: Channel, notice: Notice) -> bool:
        return self._exists(OutboxMessage.key.startswith(f"{channel}:{notice.id}", autoescape=True))

    def _second(self, notice: Notice) -> bool:
        return self._exists(OutboxMessage.key == f"mail:{notice.id}:2")

    def _exists(self, condition: Any) -> bool:
        self._session.flush()
        return self._session.scalar(select(OutboxMessage.id).where(condition).limit(1)) is not None


def _addresses(to: Recipient) -> Iterator[str]:
    candidates = (to.choices.email, to.person.email, phone_number(to.person.phone))
    yield from (str(one) for one in candidates if one)


def matter_of(notice: Notice) -> Matter:
    """What the notice is about."""
    return msgspec.convert(notice.matter, Matter)


def language_of(notice: Notice, to: Recipient) -> str:
    """The language the person chose, else that of the dossier, else that of the last sign-in."""
    return to.choices.language or notice.language or to.person.language
