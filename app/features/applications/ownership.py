"""A person's own draft, and nobody else's."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import NotFound
from app.features.applications.editing import AlreadySubmitted
from app.features.applications.models import Draft


def own_draft(session: Session, draft_id: UUID, owner: UUID, *, lock: bool = False) -> Draft:
    """The owner's draft that is neither sent nor deleted; raises `NotFound`, `AlreadySubmitted`."""
    row = session.get(Draft, draft_id, with_for_update=lock, populate_existing=lock)
    if row is None or row.owner_id != owner or row.deleted_at is not None:
        raise NotFound("no such draft of this person")
    if row.submitted_at is not None:
        raise AlreadySubmitted(str(draft_id))
    return row
