"""What a person sees and changes about how they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.encryption import keyring
from app.features.account.service import AccountService
from app.features.notices.choices import Choices, ChoicesStore
from app.features.notices.kinds import Topic
from app.features.notices.models import BouncedAddress, PushSubscription
from app.features.notices.short_messages import phone_number
from app.features.notices.subscriptions import Subscriptions
from app.features.notices.wording import Wording
from app.jobs.outbox import Outbox


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach a person; `bounced_at` when the last message to it came back."""

    text: str
    bounced_at: datetime | None


@dataclass(frozen=True, slots=True)
class HowTold:
    """Everything the page of choices shows."""

    choices: Choices
    email: Address | None
    phone: Address | None
    own: Address | None
    browsers: Sequence[PushSubscription]
    push_key: str


class NoticeAccount:
    """The choices page; every method that changes something commits."""

    def __init__(
        self, session: Session, accounts: AccountService, wording: Wording, push_key: str, clock: Clock
    ) -> None:
        self._session = session
        self._accounts = accounts
        self._choices = ChoicesStore(session, clock)
        self._browsers = Subscriptions(session, clock)
        self._outbox = Outbox(session, clock)
        self._wording = wording
        self._push_key = push_key

    def shown(self, owner: UUID) -> HowTold:
        """The person's choices, addresses and browsers."""
        choices, known = self._choices.of(owner), self._accounts.known(owner)
        return HowTold(
            choices=choices,
            email=self._address(known.email),
            phone=self._address(phone_number(known.phone)),
            own=self._address(choices.email or choices.unproved_email),
            browsers=self._browsers.of(owner),
            push_key=self._push_key,
        )

    def keep(self, owner: UUID, wanted: Choices, language: str) -> None:
        """Keep the choices; a new own address gets a mail with a link first. Raises `Invalid`."""
        self._accounts.hold(owner)
        token = self._choices.keep(owner, wanted)
        if token and wanted.unproved_email:
            letter = self._wording.proof(token, language)
            payload = {"to": wanted.unproved_email, "subject": letter.subject, "text": letter.text}
            self._outbox.add("mail", f"mail:proof:{token[:12]}", {**payload, "language": language})
        self._session.commit()

    def prove(self, owner: UUID, token: str) -> None:
        """The person read the mail at their own address; raises `NotFound` for another link."""
        self._choices.prove(owner, token)
        own = self._choices.of(owner).email
        if own:
            self._unmark(own)
        self._session.commit()

    def stop(self, person_id: UUID, topic: Topic) -> None:
        """No more mails of a topic."""
        self._accounts.hold(person_id)
        self._choices.stop(person_id, topic)
        self._session.commit()

    def try_again(self, owner: UUID) -> None:
        """Use the person's addresses again although messages came back."""
        shown = self.shown(owner)
        for address in filter(None, (shown.email, shown.phone, shown.own)):
            self._unmark(address.text)
        self._session.commit()

    def add_browser(self, owner: UUID, endpoint: str, p256dh: str, auth: str, device: str) -> None:
        """Show notices in a browser; raises `Invalid`."""
        self._accounts.hold(owner)
        self._browsers.add(owner, endpoint, p256dh, auth, device)
        self._session.commit()

    def remove_browser(self, owner: UUID, browser_id: UUID) -> None:
        """No longer show notices in a browser."""
        self._browsers.remove(owner, browser_id)
        self._session.commit()

    def _address(self, text: str | None) -> Address | None:
        if not text:
            return None
        mark = self._session.get(BouncedAddress, keyring().index(text))
        return Address(text, mark.bounced_at if mark else None)

    def _unmark(self, address: str) -> None:
        index = keyring().index(address)
        self._session.execute(delete(BouncedAddress).where(BouncedAddress.address_index == index))
