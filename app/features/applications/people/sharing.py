"""What somebody who was invited sees and does: their own steps, and the whole application to agree to."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import func, select

from app.errors import Conflict, NotFound
from app.features.account.service import AccountService
from app.features.applications.drafts.editing import Editing, OpenDraft, Workplace
from app.features.applications.drafts.ownership import DraftRow
from app.features.applications.models import Application, Draft, DraftParty
from app.features.applications.people.inviting import InvitationOver, digest
from app.features.applications.people.linking import Linking
from app.features.applications.people.parties import Involved, Parties
from app.texts import Text
from app.wizard.revised import Revised, revised
from app.wizard.sharing import taking_part
from app.wizard.state import State, restore, store

Records = dict[str, dict[str, Any]]


class WrongPerson(Conflict):
    """Somebody else signed in than the person who was invited."""

    template: ClassVar[str] = "applications/wrong_person.html"


@dataclass(frozen=True, slots=True)
class Shared:
    """An application as somebody who was invited sees it; `sent_at` and `number` once it was sent."""

    involved: Involved
    owner_name: str
    sent_at: datetime | None
    number: str | None

    @property
    def draft(self) -> OpenDraft:
        """The application, seen from this person's seat."""
        return self.involved.draft

    @property
    def complete(self) -> bool:
        """Whether everybody has answered everything."""
        return self.draft.flow.complete


@dataclass(frozen=True, slots=True)
class Asking:
    """One line of the list of what a person was asked to take part in.

    `changed` says that the answers are not those any more that he or she agreed to.
    """

    id: UUID
    title: Text
    owner_name: str
    decided: bool
    changed: bool


class Sharing:
    """The applications somebody was invited to; every method names who asks."""

    def __init__(
        self,
        workplace: Workplace,
        accounts: AccountService,
        parties: Parties,
        linking: Linking,
        records: Callable[[UUID], Records],
    ) -> None:
        self._session = workplace.session
        self._at = workplace
        self._accounts = accounts
        self._parties = parties
        self._linking = linking
        self._records = records

    def invitation(self, token: str, *, person: UUID, language: str) -> Shared:
        """What a link invites to; raises `InvitationOver`, and `WrongPerson` for anybody else."""
        return self._shared(self._invited(token, person), person, language)

    def join(self, token: str, *, person: UUID, language: str) -> UUID:
        """Take the invitation up; the same person may open the link again.

        Raises `InvitationOver` and `WrongPerson`.
        """
        row = self._invited(token, person)
        self._shared(row, person, language)
        if row.person_id is None:
            records = _own_files_aside(self._records(person))
            row = self._invited(token, person, lock=True)
            row.person_id, row.facts = person, records
        self._session.commit()
        return row.id

    def shared(self, party_id: UUID, *, person: UUID, language: str) -> Shared:
        """The application; raises `NotFound`, and `WrongPerson` when another is named now."""
        return self._shared(self._mine(party_id, person), person, language)

    def changed(self, shared: Shared) -> tuple[Revised, ...]:
        """The answers that are others now than those this person agreed to, as far as they are known."""
        paper, draft = shared.involved.paper, shared.draft
        if shared.involved.standing != "changed" or paper is None or paper.answers is None:
            return ()
        version = paper.version or draft.definition.version
        agreed = self._at.definitions.get(self._session, draft.definition.id, version)
        return revised(agreed, paper.answers, draft.definition, draft.flow.live, draft.context)

    def at(self, party_id: UUID, *, person: UUID, language: str) -> Editing:
        """The person at work on their own steps; raises `NotFound`, `WrongPerson`, `Conflict` once sent."""
        row = self._mine(party_id, person)
        shared = self._shared(row, person, language)
        if shared.sent_at is not None:
            raise Conflict("the application was sent")
        return PartyEditing(self._at, row, self._draft(row).owner_id, language)

    def held(self, party_id: UUID, *, person: UUID, language: str) -> tuple[DraftParty, Shared]:
        """The invitation and the application, locked; raises as `shared` does.

        Whoever sends the application holds its draft, so it is sent before this or after, never meanwhile.
        """
        self._hold(self._mine(party_id, person).draft_id)
        row = self._mine(party_id, person, lock=True)
        return row, self._shared(row, person, language)

    def asked(self, *, person: UUID, language: str) -> list[Asking]:
        """What the person was asked to take part in and is not sent yet, the newest first."""
        rows = self._session.scalars(
            select(DraftParty)
            .join(Draft, Draft.id == DraftParty.draft_id)
            .where(DraftParty.person_id == person, Draft.submitted_at.is_(None), Draft.deleted_at.is_(None))
            .order_by(DraftParty.invited_at.desc())
        )
        found = [self._asking(party, language) for party in rows]
        return [one for one in found if one is not None]

    def _asking(self, party: DraftParty, language: str) -> Asking | None:
        """None for what is filed along no more, or was put away with what it belongs to."""
        try:
            row = self._draft(party)
            draft = self._linking.opened(row, language)
        except NotFound:
            return None
        stands = self._parties.standing(party, draft)
        name = self._accounts.known(row.owner_id).name
        decided = stands in ("agreed", "declined")
        return Asking(party.id, draft.definition.title, name, decided, stands == "changed")

    def _invited(self, token: str, person: UUID, *, lock: bool = False) -> DraftParty:
        wanted = select(DraftParty).where(DraftParty.token_digest == digest(token))
        row = self._session.scalars(wanted.with_for_update() if lock else wanted).first()
        over = row is None or (row.person_id is None and row.expires_at <= self._at.clock())
        if row is None or over or row.person_id not in (None, person):
            raise InvitationOver("this link is void")
        return row

    def _mine(self, party_id: UUID, person: UUID, *, lock: bool = False) -> DraftParty:
        row = self._session.get(DraftParty, party_id, with_for_update=lock)
        if row is None or row.person_id != person:
            raise NotFound("this person was not invited")
        return row

    def _hold(self, draft_id: UUID) -> None:
        """Hold the draft, or the one it is filed along with, and forget what was read of it before."""
        leads = select(func.coalesce(Draft.parent_id, Draft.id)).where(Draft.id == draft_id)
        self._session.get(Draft, self._session.scalar(leads), with_for_update=True)
        self._session.expire_all()

    def _draft(self, row: DraftParty) -> Draft:
        found = self._session.get_one(Draft, row.draft_id)
        leading = self._session.get(Draft, found.parent_id) if found.parent_id else found
        if leading is None or leading.deleted_at is not None:
            raise NotFound("the application is gone")
        return found

    def _shared(self, row: DraftParty, person: UUID, language: str) -> Shared:
        """Only the person whose ID number the answers or the invitation name may see it."""
        kept = self._draft(row)
        involved = self._involved(seated(self._linking.opened(kept, language), row), row)
        if involved.id_number is None or involved.id_number != self._accounts.known(person).id_number:
            raise WrongPerson("another person is named in the application")
        number = None
        if kept.submitted_at is not None:
            sent = select(Application.receipt_number).where(Application.draft_id == kept.id)
            number = self._session.scalar(sent)
        return Shared(involved, self._accounts.known(kept.owner_id).name, kept.submitted_at, number)

    def _involved(self, draft: OpenDraft, row: DraftParty) -> Involved:
        for party in taking_part(draft.definition, draft.flow.live, draft.context.today):
            if party.key == row.key:
                return self._parties.involved(party, draft, row)
        raise NotFound("the answers call for nobody of that name any more")


class PartyEditing(Editing):
    """Somebody invited, at work on the steps that only he or she answers.

    Values are offered from that person's own records; files become the owner's with the application.
    """

    def __init__(self, workplace: Workplace, party: DraftParty, owner: UUID, language: str) -> None:
        super().__init__(workplace, party.draft_id, owner, language)
        self._party = party
        if party.person_id is not None:
            self._person = party.person_id

    def reuse(
        self, step: str, question: str, file_id: str, item: int | None = None
    ) -> tuple[OpenDraft, dict[str, str]]:
        """Files of another person are not part of an application."""
        raise NotFound("no such file of this person")

    def _opened(self, row: DraftRow) -> OpenDraft:
        return seated(super()._opened(row), self._party)

    def _columns(self, row: DraftRow, state: State) -> dict[str, Any]:
        return {"state": store(replace(state, facts=restore(row.state).facts))}

    def _knowing(self, record: dict[str, Any]) -> OpenDraft:
        self._party.facts = {**(self._party.facts or {}), "business": record}
        self._at.session.commit()
        return self.open()


def seated(draft: OpenDraft, party: DraftParty) -> OpenDraft:
    """The draft as this person sees it: their steps, and their own records to fill them in from."""
    state = replace(draft.state, facts=party.facts or {})
    return dataclasses.replace(draft, state=state, context=draft.context.seated(party.key))


def _own_files_aside(records: Records) -> Records:
    """The records without files: what is given to an application belongs to its owner."""
    earlier = {
        concept: value for concept, value in records.get("earlier", {}).items() if not isinstance(value, list)
    }
    return {**records, "earlier": earlier}
