"""Asking somebody to take part: by a link that works for one person, who is known by the ID number."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from app.errors import Conflict, NotFound
from app.features.account.service import AccountService
from app.features.applications.drafts.editing import Workplace
from app.features.applications.drafts.ownership import own_draft
from app.features.applications.models import Draft, DraftParty
from app.features.applications.people.agreed_papers import AgreedPapers
from app.features.applications.people.invitations import Invitations
from app.features.applications.people.linking import Linking
from app.features.applications.people.parties import Involved, Parties
from app.wizard.sharing import forgotten
from app.wizard.state import restore, store

VALID = timedelta(days=7)
PAUSE = timedelta(hours=1)


class InvitationOver(NotFound):
    """A link that was taken back, replaced, used by its person or left to expire."""

    template: ClassVar[str] = "applications/invitation_over.html"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to invite: `id_number` where the answers do not say it, `email` to mail the link to."""

    email: str | None = None
    id_number: str | None = None


class Inviting:
    """Invitations to drafts; every method names the owner, who alone may invite."""

    def __init__(
        self,
        workplace: Workplace,
        accounts: AccountService,
        parties: Parties,
        linking: Linking,
        invitations: Invitations,
    ) -> None:
        self._session = workplace.session
        self._at = workplace
        self._accounts = accounts
        self._parties = parties
        self._linking = linking
        self._invitations = invitations
        self._papers = AgreedPapers(workplace.session)

    def of(self, draft_id: UUID, key: str, *, owner: UUID, language: str) -> Involved:
        """Who can be invited under this key; raises `NotFound`."""
        row = own_draft(self._session, draft_id, owner, lock=True)
        involved = self._parties.of(self._linking.opened(row, language), owner=owner)
        found = next((one for one in involved if one.party.key == key), None)
        if found is None:
            raise NotFound("nobody of that name takes part")
        return found

    def invite(
        self,
        draft_id: UUID,
        key: str,
        wanted: Wanted,
        *,
        owner: UUID,
        language: str,
        link: Callable[[str], str],
    ) -> tuple[Involved, str]:
        """The invited person and the one link; an earlier link, and what was said, is void.

        `link` makes the address of a token. Raises `NotFound`, and `Conflict` when neither answers nor
        `wanted` name somebody else to know the person by.
        """
        one = self.of(draft_id, key, owner=owner, language=language)
        number = wanted.id_number if one.names_themself else one.id_number
        if number is None:
            raise Conflict("the answers name no ID number of this person")
        if number == self._accounts.known(owner).id_number:
            raise Conflict("nobody invites themself")
        now = self._at.clock()
        party = one.row or DraftParty(draft_id=draft_id, key=key)
        if one.row is not None:
            self._papers.drop([one.row.id])
        if party.person_id is not None and party.id_number != number:
            self._forget(draft_id, one)
        _begin_anew(party)
        party.id_number = number if one.names_themself else None
        party.sent_to, party.invited_at, party.expires_at = wanted.email, now, now + VALID
        self._session.add(party)
        address = link(self._token(party))
        if wanted.email:
            self._invitations.send(wanted.email, address, self._accounts.known(owner).name, language)
        self._session.commit()
        return one, address

    def remind(
        self,
        draft_id: UUID,
        key: str,
        *,
        owner: UUID,
        language: str,
        link: Callable[[str], str],
        place: Callable[[UUID], str],
    ) -> tuple[Involved, str, bool]:
        """The person, an address that works for him or her, and whether it was mailed just now.

        Who has not come yet gets a fresh link and 7 days more; who has, the address of the application.
        No more than one mail an hour is sent. Raises `NotFound` when nobody was invited.
        """
        one = self.of(draft_id, key, owner=owner, language=language)
        party, now = one.row, self._at.clock()
        if party is None:
            raise NotFound("this person was not invited")
        if not one.joined:
            party.expires_at = now + VALID
        address = place(party.id) if one.joined else link(self._token(party))
        again = party.reminded_at is None or party.reminded_at <= now - PAUSE
        if party.sent_to and again:
            party.reminded_at = now
            self._invitations.remind(party.sent_to, address, self._accounts.known(owner).name, language, now)
        self._session.commit()
        return one, address, bool(party.sent_to and again)

    def revoke(self, draft_id: UUID, key: str, *, owner: UUID, language: str) -> None:
        """The link, and what was said and answered by it, is void; again is harmless."""
        own_draft(self._session, draft_id, owner, lock=True)
        wanted = select(DraftParty).where(DraftParty.draft_id == draft_id, DraftParty.key == key)
        row = self._session.scalars(wanted).first()
        if row is not None:
            self._forget(draft_id, self.of(draft_id, key, owner=owner, language=language))
            self._papers.drop([row.id])
            self._session.delete(row)
        self._session.commit()

    def _forget(self, draft_id: UUID, one: Involved) -> None:
        """Whoever is invited next does not see what this person answered."""
        row = self._session.get_one(Draft, draft_id)
        row.state = store(forgotten(one.draft.definition, one.party, restore(row.state)))

    def _token(self, party: DraftParty) -> str:
        token = secrets.token_urlsafe(32)
        party.token_digest = digest(token)
        return token


def digest(token: str) -> bytes:
    """What is kept of the token of a link."""
    return hashlib.sha256(token.encode()).digest()


def _begin_anew(party: DraftParty) -> None:
    party.person_id = party.fingerprint = party.facts = party.reason = None
    party.agreed_at = party.declined_at = party.withdrawn_at = party.reminded_at = None
    party.compared_at = party.asked_again_at = None
