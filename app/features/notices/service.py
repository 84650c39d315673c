"""Tell people what happened: once per event and person, however often and by however many it is reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid5

import msgspec
import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.encryption import keyring
from app.db.many import among
from app.errors import NotFound
from app.features.account.service import AccountService
from app.features.notices.choices import ChoicesStore
from app.features.notices.dispatch import Dispatch, Recipient, language_of, matter_of
from app.features.notices.kinds import KINDS, Channel
from app.features.notices.matter import Matter
from app.features.notices.models import BouncedAddress, Notice
from app.features.notices.tokens import MailLinks
from app.features.notices.wording import Wording
from app.jobs.outbox import Outbox, OutboxMessage

_AT_ONCE = 100

log: structlog.stdlib.BoundLogger = structlog.get_logger("portal.notices")


class NoticeService:
    """Notices; `leave`, `withdraw`, `bounced` and `lost` take part in their caller's transaction."""

    def __init__(
        self, session: Session, accounts: AccountService, wording: Wording, links: MailLinks, clock: Clock
    ) -> None:
        self._session = session
        self._accounts = accounts
        self._choices = ChoicesStore(session, clock)
        self._dispatch = Dispatch(session, wording, links, clock)
        self._wording = wording
        self._clock = clock
        self._expected: dict[UUID, Notice | None] = {}
        self._recipients: dict[UUID, Recipient] = {}

    def expect(self, told: Collection[tuple[UUID, str]], emails: Iterable[str] = ()) -> None:
        """Look up at once who will be told of which events, so that `leave` and `withdraw` need not.

        `emails` are addresses that `leave` will be given. For a batch within one transaction; persons,
        choices and addresses are taken as they are now.
        """
        ids = {uuid5(person_id, event_key) for person_id, event_key in told}
        self._expected = dict.fromkeys(ids)
        for notice in self._session.scalars(select(Notice).where(among(self._session, Notice.id, ids))):
            self._expected[notice.id] = notice
        persons = {person_id for person_id, _ in told}
        choices = self._choices.of_all(persons)
        known = self._accounts.all_known(persons)
        self._recipients = {one: Recipient(person, choices[one]) for one, person in known.items()}
        self._dispatch.expect(self._recipients.values(), emails)

    def leave(
        self,
        person_id: UUID | None,
        kind: str,
        *,
        event_key: str,
        matter: Matter,
        language: str | None = None,
        email: str | None = None,
        deadline: datetime | None = None,
        at: datetime | None = None,
    ) -> None:
        """Tell a person of an event, now or `at` a later moment; again is harmless. Not committed.

        Nobody is told when the person is unknown here. `email` is the address given with the dossier;
        a `deadline` less than two days away breaks the quiet hours. Raises `KeyError` for an unknown kind.
        """
        notice_id = uuid5(person_id, event_key) if person_id else None
        if person_id is None or notice_id is None or self._kept(notice_id) is not None:
            return
        now = self._clock()
        notice = Notice(
            id=notice_id,
            person_id=person_id,
            kind=KINDS[kind].name,
            matter=msgspec.to_builtins(matter),
            language=language,
            email=email,
            deadline=deadline,
            due_at=at or now,
        )
        self._session.add(notice)
        if notice_id in self._expected:
            self._expected[notice_id] = notice
        if notice.due_at <= now:
            self._release(notice)

    def withdraw(self, person_id: UUID | None, event_key: str) -> None:
        """Forget a reminder that no longer holds and has not gone out. Not committed."""
        notice = self._kept(uuid5(person_id, event_key)) if person_id else None
        if notice is not None and notice.released_at is None:
            # One that was only added in this transaction is written first; one that somebody else has
            # taken back or released meanwhile is left as it is.
            self._session.flush()
            unreleased = (Notice.id == notice.id, Notice.released_at.is_(None))
            self._session.execute(delete(Notice).where(*unreleased))
            self._expected.pop(notice.id, None)

    def release_due(self) -> int:
        """Let the reminders go whose day has come; commits, returns how many."""
        due = (
            select(Notice)
            .where(Notice.released_at.is_(None), Notice.due_at <= self._clock())
            .order_by(Notice.due_at)
            .limit(_AT_ONCE)
            # Another worker has those it holds.
            .with_for_update(skip_locked=True)
        )
        notices = self._session.scalars(due).all()
        for notice in notices:
            self._release(notice)
        self._session.commit()
        return len(notices)

    def send_digests(self) -> int:
        """Write the daily mails that are due; commits, returns how many."""
        due = (
            select(Notice)
            .where(Notice.digest_at <= self._clock())
            .order_by(Notice.person_id, Notice.released_at)
            .with_for_update(skip_locked=True)
        )
        by_person: dict[UUID, list[Notice]] = {}
        for notice in self._session.scalars(due):
            by_person.setdefault(notice.person_id, []).append(notice)
        for notices in by_person.values():
            self._digest(notices)
        self._session.commit()
        return len(by_person)

    def bounced(self, channel: Channel, address: str, notice_ids: Iterable[str], reason: str) -> None:
        """An address takes nothing: mark it, say so in the inbox, tell by another channel. Not committed."""
        index = keyring().index(address)
        if self._session.get(BouncedAddress, index) is None:
            mark = BouncedAddress(address_index=index, reason=reason[:200], bounced_at=self._clock())
            self._session.add(mark)
            self._dispatch.marked(index)
        for notice in self._notices(notice_ids):
            event = f"bounced:{index}:{self._clock():%Y%m%d}"
            about = Matter(path="account/notices")
            self.leave(notice.person_id, "address_bounced", event_key=event, matter=about)
            self._dispatch.fall_back(notice, self._recipient(notice.person_id), channel)

    def lost(self, channel: Channel, notice_ids: Iterable[str]) -> None:
        """A channel did not reach the person this time: tell by another one. Not committed."""
        for notice in self._notices(notice_ids):
            self._dispatch.fall_back(notice, self._recipient(notice.person_id), channel)

    def bounce_reported(self, key: str, channel: Channel, reason: str) -> None:
        """The message service could not deliver a message it had taken. Not committed."""
        message = self._session.scalars(select(OutboxMessage).where(OutboxMessage.key == key)).first()
        if message is None or message.kind != channel or "to" not in message.payload:
            log.warning("a bounce of a message that was never sent", channel=channel)
            return
        self.bounced(channel, message.payload["to"], message.payload.get("notices", ()), reason)

    def _release(self, notice: Notice) -> None:
        try:
            self._dispatch.release(notice, self._recipient(notice.person_id))
        except NotFound:
            log.error("a notice for nobody", kind=notice.kind)

    def _digest(self, notices: list[Notice]) -> None:
        to = self._recipient(notices[0].person_id)
        for notice in notices:
            notice.digest_at = None
        address = self._dispatch.mail_address(notices[-1].email, to)
        if address is None:
            self.lost("mail", [str(notice.id) for notice in notices])
            return
        language = language_of(notices[-1], to)
        letter = self._wording.digest([(one.kind, matter_of(one)) for one in notices], language)
        payload = {
            "to": address,
            "subject": letter.subject,
            "text": letter.text,
            "language": language,
            "notices": [str(notice.id) for notice in notices],
        }
        Outbox(self._session, self._clock).add("mail", f"mail:digest:{notices[0].id}", payload)

    def _kept(self, notice_id: UUID) -> Notice | None:
        if notice_id in self._expected:
            return self._expected[notice_id]
        return self._session.get(Notice, notice_id)

    def _recipient(self, person_id: UUID) -> Recipient:
        known = self._recipients.get(person_id)
        return known or Recipient(self._accounts.known(person_id), self._choices.of(person_id))

    def _notices(self, ids: Iterable[str]) -> list[Notice]:
        found = (self._session.get(Notice, UUID(one)) for one in ids)
        return [notice for notice in found if notice is not None]
