"""Others who have to agree before an application is sent: invited by a link, known by their ID number."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.errors import Conflict, NotFound
from app.features.account.service import AccountService
from app.features.applications.editing import OpenDraft, Workplace
from app.features.applications.invitations import Invitations
from app.features.applications.models import Draft, DraftParty
from app.features.applications.ownership import own_draft
from app.texts import say
from app.wizard.conditions import holds
from app.wizard.paths import look
from app.wizard.services import Party

VALID = timedelta(days=7)

Standing = Literal["nobody", "invited", "expired", "reading", "agreed", "changed", "declined"]


class WrongPerson(Conflict):
    """Somebody else signed in than the person who was invited."""

    template: ClassVar[str] = "applications/wrong_person.html"


class NotAgreed(Conflict):
    """Somebody who has to agree has not, or not to these answers."""


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody who has to agree, and where that stands; `id_number` is the one the answers name."""

    party: Party
    standing: Standing
    name: str | None
    id_number: str | None
    email: str | None
    row: DraftParty | None

    @property
    def agreed(self) -> bool:
        """Whether he or she agreed to the answers as they are."""
        return self.standing == "agreed"


@dataclass(frozen=True, slots=True)
class Shared:
    """A draft as somebody who was invited sees it."""

    draft: OpenDraft
    involved: Involved
    owner_name: str


class Parties:
    """The other people of drafts; every method names who asks."""

    def __init__(self, workplace: Workplace, accounts: AccountService, invitations: Invitations) -> None:
        self._session = workplace.session
        self._at = workplace
        self._accounts = accounts
        self._invitations = invitations

    def of(self, draft: OpenDraft, *, owner: UUID) -> tuple[Involved, ...]:
        """Who has to agree beside the owner, given the answers."""
        own = self._accounts.known(owner).id_number
        rows = self._rows(draft.id) if draft.definition.parties else {}
        found = [
            self._involved(party, draft, rows.get(party.key))
            for party in draft.definition.parties
            if party.signs and holds(party.when, draft.flow.live, draft.context.today)
        ]
        return tuple(one for one in found if one.id_number is None or one.id_number != own)

    def invite(
        self,
        draft_id: UUID,
        key: str,
        *,
        owner: UUID,
        language: str,
        email: str | None,
        link: Callable[[str], str],
    ) -> tuple[Involved, str]:
        """The invited person and the one link; an earlier link, and what was said, is void.

        `link` makes the address of a token; it is mailed when there is an `email`. Raises `NotFound`, and
        `Conflict` when the answers do not name an ID number to know the person by.
        """
        row = own_draft(self._session, draft_id, owner, lock=True)
        draft = self._at.opened(row, language)
        one = next((one for one in self.of(draft, owner=owner) if one.party.key == key), None)
        if one is None:
            raise NotFound("nobody of that name has to agree")
        if one.id_number is None:
            raise Conflict("the answers name no ID number of this person")
        now, token = self._at.clock(), secrets.token_urlsafe(32)
        party = one.row or DraftParty(draft_id=draft_id, key=key)
        party.token_digest, party.invited_at, party.expires_at = _digest(token), now, now + VALID
        party.sent_to, party.person_id, party.fingerprint = email, None, None
        party.agreed_at = party.declined_at = party.withdrawn_at = party.reason = None
        self._session.add(party)
        if email:
            self._invitations.send(email, link(token), self._accounts.known(owner).name, language)
        self._session.commit()
        return one, link(token)

    def revoke(self, draft_id: UUID, key: str, *, owner: UUID) -> None:
        """The link, and what was said by it, is void; again is harmless."""
        own_draft(self._session, draft_id, owner, lock=True)
        row = self._rows(draft_id).get(key)
        if row is not None:
            self._session.delete(row)
        self._session.commit()

    def join(self, token: str, *, person: UUID, language: str) -> UUID:
        """Use the link, once; raises `NotFound` for a void one and `WrongPerson`."""
        row = self._session.scalars(
            select(DraftParty).where(DraftParty.token_digest == _digest(token)).with_for_update()
        ).first()
        if row is None or row.expires_at <= self._at.clock():
            raise NotFound("this link is used up or void")
        self._require_named(row, person, language)
        row.person_id, row.token_digest = person, None
        self._session.commit()
        return row.id

    def shared(self, party_id: UUID, *, person: UUID, language: str) -> Shared:
        """The application to be agreed to; raises `NotFound`, and `WrongPerson` when another is named now."""
        return self._shared(self._mine(party_id, person), person, language)

    def decide(
        self, party_id: UUID, *, person: UUID, language: str, seen: str, agrees: bool, reason: str = ""
    ) -> None:
        """Agree to the answers whose fingerprint was `seen`, or decline.

        Raises `Conflict` when the answers are not those any more, or not complete.
        """
        row = self._mine(party_id, person, lock=True)
        shared = self._shared(row, person, language)
        if agrees and (seen != fingerprint(shared.draft) or not shared.draft.flow.complete):
            raise Conflict("the answers were changed meanwhile")
        now = self._at.clock()
        row.agreed_at, row.declined_at = (now, None) if agrees else (None, now)
        row.fingerprint = fingerprint(shared.draft) if agrees else None
        row.reason = None if agrees else reason.strip()[:1000] or None
        self._session.commit()

    def said(self, draft: OpenDraft, *, owner: UUID) -> list[dict[str, Any]]:
        """What the agency is told of who agreed; raises `NotAgreed` while somebody has not."""
        involved = self.of(draft, owner=owner)
        if not all(one.agreed for one in involved):
            raise NotAgreed("somebody has not agreed to these answers")
        return [
            {
                "key": one.party.key,
                "id_number": one.id_number,
                "name": one.name or "",
                "agreed_at": _stamp(one.row.agreed_at),
                "statement": say(draft.definition.declaration, "vi"),
            }
            for one in involved
            if one.row is not None and one.row.agreed_at is not None
        ]

    def _rows(self, draft_id: UUID) -> dict[str, DraftParty]:
        rows = self._session.scalars(select(DraftParty).where(DraftParty.draft_id == draft_id))
        return {row.key: row for row in rows}

    def _involved(self, party: Party, draft: OpenDraft, row: DraftParty | None) -> Involved:
        return Involved(
            party,
            _standing(row, draft, self._at.clock()),
            _text(f"{party.person}.name" if party.person else None, draft),
            _text(f"{party.person}.paper_number" if party.person else None, draft),
            _text(party.email, draft),
            row,
        )

    def _mine(self, party_id: UUID, person: UUID, *, lock: bool = False) -> DraftParty:
        row = self._session.get(DraftParty, party_id, with_for_update=lock)
        if row is None or row.person_id != person:
            raise NotFound("this person was not invited")
        return row

    def _shared(self, row: DraftParty, person: UUID, language: str) -> Shared:
        draft_row = self._session.get(Draft, row.draft_id)
        if draft_row is None or draft_row.deleted_at is not None:
            raise NotFound("the application is gone")
        draft = self._at.opened(draft_row, language)
        self._require_named(row, person, language)
        party = next(one for one in draft.definition.parties if one.key == row.key)
        owner = self._accounts.known(draft_row.owner_id)
        return Shared(draft, self._involved(party, draft, row), owner.name)

    def _require_named(self, row: DraftParty, person: UUID, language: str) -> None:
        """Only the person whose ID number the answers name may see them."""
        draft_row = self._session.get(Draft, row.draft_id)
        if draft_row is None or draft_row.deleted_at is not None or draft_row.submitted_at is not None:
            raise NotFound("the application is gone, or sent")
        draft = self._at.opened(draft_row, language)
        party = next((one for one in draft.definition.parties if one.key == row.key), None)
        named = self._involved(party, draft, row).id_number if party else None
        if named is None or named != self._accounts.known(person).id_number:
            raise WrongPerson("another person is named in the application")


def fingerprint(draft: OpenDraft) -> str:
    """Stands for exactly these answers to exactly this version."""
    about = [draft.definition.id, draft.definition.version, draft.relevant]
    return hashlib.sha256(msgspec.json.encode(about, order="sorted")).hexdigest()


def _standing(row: DraftParty | None, draft: OpenDraft, now: datetime) -> Standing:
    if row is None:
        return "nobody"
    if row.declined_at is not None:
        return "declined"
    if row.agreed_at is not None:
        return "agreed" if row.fingerprint == fingerprint(draft) else "changed"
    if row.person_id is not None:
        return "reading"
    return "expired" if row.expires_at <= now else "invited"


def _text(path: str | None, draft: OpenDraft) -> str | None:
    value = look(path, draft.relevant) if path else None
    return value if isinstance(value, str) else None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""
