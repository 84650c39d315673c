"""Answers that somebody had agreed to were changed: the worker asks that person to look and agree again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.clock import Clock
from app.db.base import Database
from app.errors import Conflict, NotFound
from app.features.account.service import AccountService
from app.features.applications.models import Draft, DraftParty
from app.features.applications.people.sharing import Sharing
from app.features.notices.matter import Matter
from app.features.notices.service import NoticeService

SETTLED = timedelta(minutes=5)
COMPARED_FOR = timedelta(days=1)


class AskingAgain:
    """Compares agreements with the answers once these have rested; running it again, or twice, tells once.

    An agreement is compared after every change of its draft, or of the one it is filed along with, and once
    a day, because the day itself can change what is asked.
    """

    def __init__(
        self,
        database: Database,
        sharing: Callable[[Session], Sharing],
        accounts: Callable[[Session], AccountService],
        notices: Callable[[Session], NoticeService],
        clock: Clock,
    ) -> None:
        self._database = database
        self._sharing = sharing
        self._accounts = accounts
        self._notices = notices
        self._clock = clock

    def run(self) -> int:
        """Tell everybody whose agreement has become void; returns how many were told."""
        return sum(self._compare(party_id) for party_id in self._due())

    def _due(self) -> list[UUID]:
        now, leading = self._clock(), aliased(Draft)
        before = DraftParty.compared_at
        changed = or_(before <= Draft.saved_at, before <= leading.saved_at, before <= now - COMPARED_FOR)
        rested = (
            Draft.saved_at <= now - SETTLED,
            or_(leading.id.is_(None), leading.saved_at <= now - SETTLED),
        )
        agreed = (DraftParty.agreed_at.is_not(None), Draft.submitted_at.is_(None), Draft.deleted_at.is_(None))
        wanted = (
            select(DraftParty.id)
            .join(Draft, Draft.id == DraftParty.draft_id)
            .outerjoin(leading, leading.id == Draft.parent_id)
            .where(*agreed, *rested, or_(before.is_(None), changed))
        )
        with self._database.session(writes=False) as session:
            return list(session.scalars(wanted))

    def _compare(self, party_id: UUID) -> bool:
        with self._database.transaction() as session:
            row = session.get(DraftParty, party_id, with_for_update=True)
            if row is None or row.person_id is None or row.agreed_at is None:
                return False
            row.compared_at = self._clock()
            told = self._counts_no_more(session, row, row.person_id) and row.asked_again_at is None
            if told:
                self._tell(session, row, row.person_id)
            session.commit()
            return told

    def _counts_no_more(self, session: Session, row: DraftParty, person: UUID) -> bool:
        """Whether this person has to agree again; who is not called for any more has not."""
        try:
            found = self._sharing(session).shared(row.id, person=person, language="vi")
        except (Conflict, NotFound):
            return False
        if found.involved.standing == "agreed":
            row.asked_again_at = None
        return found.involved.standing == "changed" and found.sent_at is None

    def _tell(self, session: Session, row: DraftParty, person: UUID) -> None:
        row.asked_again_at = row.compared_at
        self._notices(session).leave(
            person,
            "agreement_void",
            event_key=f"agreement_void:{row.id}:{row.asked_again_at}",
            matter=Matter(path=f"applications/shared/{row.id}"),
            # The address the owner typed counts only where the person's own account has none.
            email=None if self._accounts(session).known(person).email else row.sent_to,
        )
