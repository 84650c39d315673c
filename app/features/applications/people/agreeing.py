"""What somebody who was invited says to the application: yes, by a paper of his or her own, or no."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, NotFound
from app.features.account.service import AccountService
from app.features.applications.drafts.declaration import Declared
from app.features.applications.models import Draft, DraftParty
from app.features.applications.people.agreed_papers import AgreedPapers
from app.features.applications.people.invitations import Invitations
from app.features.applications.people.parties import fingerprint
from app.features.applications.people.sharing import Sharing


class Agreeing:
    """Takes down what people say; the owner is told of it by mail, with `link` to the list of dossiers."""

    def __init__(
        self,
        session: Session,
        sharing: Sharing,
        accounts: AccountService,
        invitations: Invitations,
        clock: Clock,
    ) -> None:
        self._session = session
        self._sharing = sharing
        self._accounts = accounts
        self._invitations = invitations
        self._papers = AgreedPapers(session)
        self._clock = clock

    def agree(
        self, party_id: UUID, *, person: UUID, language: str, seen: str, declared: Declared, link: str
    ) -> None:
        """Keep what was declared about the answers whose fingerprint was `seen`; again changes nothing.

        Raises `NotFound`, `WrongPerson`, and `Conflict` when the answers are not those any more, not
        complete, or sent.
        """
        row, shared = self._sharing.held(party_id, person=person, language=language)
        if shared.sent_at or seen != fingerprint(shared.draft) or not shared.complete:
            raise Conflict("the answers were changed meanwhile")
        if shared.involved.standing == "agreed":
            return
        row.agreed_at, row.declined_at = declared.at, None
        row.fingerprint, row.reason = seen, None
        row.compared_at = row.asked_again_at = None
        self._papers.keep(row.id, declared, shared.draft)
        self._tell(row, person, link, agreed=True)
        self._session.commit()

    def decline(self, party_id: UUID, *, person: UUID, language: str, reason: str, link: str) -> None:
        """Take part no more, what was declared before is void; raises as `agree` does once it was sent."""
        row, shared = self._sharing.held(party_id, person=person, language=language)
        if shared.sent_at:
            raise Conflict("the application was sent")
        row.agreed_at, row.declined_at = None, self._clock()
        row.fingerprint, row.reason = None, reason.strip()[:1000] or None
        self._papers.drop([row.id])
        self._tell(row, person, link, agreed=False)
        self._session.commit()

    def paper(self, party_id: UUID, *, person: UUID, language: str) -> tuple[str, bytes]:
        """File name and bytes of what this person declared; raises `NotFound`, `WrongPerson`."""
        shared = self._sharing.shared(party_id, person=person, language=language)
        if shared.involved.standing != "agreed" and shared.sent_at is None:
            raise NotFound("what was declared does not count any more")
        kept = self._papers.named(party_id)
        return kept.name, kept.pdf

    def _tell(self, row: DraftParty, person: UUID, link: str, *, agreed: bool) -> None:
        owner = self._accounts.known(self._session.get_one(Draft, row.draft_id).owner_id)
        if owner.email:
            name, key = self._accounts.known(person).name, str(uuid4())
            self._invitations.tell(owner.email, name, link, owner.language, agreed=agreed, key=key)
