"""Drafts do not stay for ever: two notices, then the recently deleted ones, then nothing."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from app.clock import VIETNAM, Clock
from app.db.base import Database
from app.features.applications.drafts.definitions import DefinitionStore
from app.features.applications.drafts.file_uses import file_ids
from app.features.applications.drafts.lifetime import FIRST_NOTICE, KEPT, UNDO, Due, due, expires_at
from app.features.applications.models import Draft, DraftParty
from app.features.applications.people.agreed_papers import AgreedPapers
from app.features.applications.sending.models import Signing
from app.features.documents.service import DocumentService
from app.features.notices.matter import Matter
from app.features.notices.service import NoticeService


class Expiry:
    """The worker's care for drafts; running it again, or twice at once, changes nothing."""

    def __init__(
        self,
        database: Database,
        definitions: DefinitionStore,
        notices: Callable[[Session], NoticeService],
        documents: Callable[[Session], DocumentService],
        clock: Clock,
    ) -> None:
        self._database = database
        self._definitions = definitions
        self._notices = notices
        self._documents = documents
        self._clock = clock

    def run(self) -> int:
        """Tell, expire and purge whatever is due; returns how many drafts were touched."""
        now = self._clock()
        open_since = (
            Draft.submitted_at.is_(None),
            Draft.deleted_at.is_(None),
            Draft.parent_id.is_(None),
            Draft.saved_at <= now - KEPT + FIRST_NOTICE,
        )
        gone = (Draft.deleted_at <= now - UNDO, Draft.submitted_at.is_(None), Draft.parent_id.is_(None))
        return sum(self._attend(found) for found in self._found(*open_since)) + sum(
            self._purge(found) for found in self._found(*gone)
        )

    def _found(self, *conditions: ColumnElement[bool]) -> list[UUID]:
        with self._database.session(writes=False) as session:
            return list(session.scalars(select(Draft.id).where(*conditions)))

    def _attend(self, draft_id: UUID) -> bool:
        now = self._clock()
        with self._database.transaction() as session:
            row = session.get(Draft, draft_id, with_for_update=True)
            if row is None or row.deleted_at is not None or row.submitted_at is not None:
                return False
            found = due(row.saved_at, row.warned_at, now)
            if found is None:
                return False
            if found == "expire":
                row.deleted_at, row.expired = now, True
            else:
                row.warned_at = now
                self._tell(session, row, found)
            session.commit()
            return True

    def _tell(self, session: Session, row: Draft, which: Due) -> None:
        definition = self._definitions.get(session, row.definition_id, row.definition_version)
        self._notices(session).leave(
            row.owner_id,
            "draft_expiring",
            event_key=f"draft:{row.id}:{row.saved_at.isoformat()}:{which}",
            matter=Matter(
                path=f"applications/{row.id}/",
                name=definition.title,
                day=expires_at(row.saved_at, row.warned_at).astimezone(VIETNAM).date(),
            ),
            language=row.language,
        )

    def _purge(self, draft_id: UUID) -> bool:
        with self._database.transaction() as session:
            row = session.get(Draft, draft_id, with_for_update=True)
            if row is None or row.deleted_at is None or row.deleted_at > self._clock() - UNDO:
                return False
            rows = [*session.scalars(select(Draft).where(Draft.parent_id == draft_id)), row]
            held = {file for one in rows for file in file_ids([one.state, one.set_aside])}
            self._documents(session).release(held, owner=row.owner_id)
            ids = [one.id for one in rows]
            invited = session.scalars(select(DraftParty.id).where(DraftParty.draft_id.in_(ids))).all()
            AgreedPapers(session).drop(invited)
            session.execute(delete(DraftParty).where(DraftParty.draft_id.in_(ids)))
            session.execute(delete(Signing).where(Signing.draft_id.in_(ids)))
            for one in rows:
                session.delete(one)
                session.flush()
            session.commit()
            return True
