"""Drafts that were put away or expired, for as long as that can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.features.applications.drafts.editing import Workplace
from app.features.applications.drafts.lifetime import UNDO
from app.features.applications.models import Draft
from app.texts import Text


@dataclass(frozen=True, slots=True)
class DeletedDraft:
    """One line of the recently deleted drafts; `until` the deletion can be undone."""

    id: UUID
    title: Text
    subject: str | None
    deleted_at: datetime
    until: datetime
    expired: bool


class DeletedDrafts:
    """The recently deleted drafts of one person at a time."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def mine(self, *, owner: UUID, language: str) -> list[DeletedDraft]:
        """What can still be undone, the last deleted first."""
        rows = self._at.session.scalars(
            select(Draft)
            .where(
                Draft.owner_id == owner,
                Draft.deleted_at > self._at.clock() - UNDO,
                Draft.submitted_at.is_(None),
                Draft.parent_id.is_(None),
            )
            .order_by(Draft.deleted_at.desc(), Draft.id)
        )
        return [_line(row, self._at, language) for row in rows]

    def restore(self, draft_id: UUID, *, owner: UUID) -> None:
        """Undo a deletion; its time begins anew. Again is harmless; raises `NotFound` when it is too late."""
        session: Session = self._at.session
        row = session.get(Draft, draft_id, with_for_update=True, populate_existing=True)
        if row is None or row.owner_id != owner or row.parent_id is not None:
            raise NotFound("no such draft of this person")
        now = self._at.clock()
        if row.deleted_at is None:
            return
        if row.deleted_at <= now - UNDO:
            raise NotFound("the draft is gone")
        row.deleted_at, row.expired, row.saved_at = None, False, now
        session.commit()


def _line(row: Draft, workplace: Workplace, language: str) -> DeletedDraft:
    draft = workplace.opened(row, language)
    deleted = row.deleted_at or row.saved_at
    return DeletedDraft(row.id, draft.definition.title, draft.subject, deleted, deleted + UNDO, row.expired)
