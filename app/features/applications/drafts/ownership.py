"""A person's own draft, and nobody else's."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from app.db.statements import Statement
from app.errors import Conflict, NotFound
from app.features.applications.models import Draft


class AlreadySubmitted(Conflict):
    """The draft was sent before; its receipt is what the person wants to see."""


class Owned(Protocol):
    """What says whose a draft is, and whether it is still one."""

    @property
    def id(self) -> UUID:
        """The draft's."""

    @property
    def owner_id(self) -> UUID:
        """Its owner's."""

    @property
    def submitted_at(self) -> datetime | None:
        """When it was sent."""

    @property
    def deleted_at(self) -> datetime | None:
        """When it was put away."""


class DraftRow(NamedTuple):
    """The columns that filling in a form needs, read without the mapper: every step passes here."""

    id: UUID
    owner_id: UUID
    definition_id: str
    definition_version: int
    language: str
    state: dict[str, Any]
    saved_at: datetime
    submitted_at: datetime | None
    deleted_at: datetime | None


_DRAFT = cast(Table, Draft.__table__)
_MINE = _DRAFT.c.id == bindparam("draft_id")
_COLUMNS = select(*(_DRAFT.c[name] for name in DraftRow._fields)).where(_MINE)
_READ, _LOCK = Statement(_COLUMNS), Statement(_COLUMNS.with_for_update())
_SAVED: dict[str, Any] = {name: bindparam(name) for name in ("state", "language", "saved_at")}
_SAVE = Statement(update(_DRAFT).where(_MINE).values(_SAVED))

Row = TypeVar("Row", bound=Owned)


def own_draft(session: Session, draft_id: UUID, owner: UUID, *, lock: bool = False) -> Draft:
    """The owner's draft that is neither sent nor deleted; raises `NotFound`, `AlreadySubmitted`."""
    return _open(session.get(Draft, draft_id, with_for_update=lock, populate_existing=lock), owner)


def own_row(session: Session, draft_id: UUID, owner: UUID, *, lock: bool = False) -> DraftRow:
    """What `own_draft` gives, as a row; changes of it are saved by `save_row`."""
    found = (_LOCK if lock else _READ).first(session.connection(), draft_id=draft_id)
    return _open(DraftRow._make(found) if found else None, owner)


def save_row(
    session: Session, draft_id: UUID, *, state: dict[str, Any], language: str, saved_at: datetime
) -> None:
    """Change what filling in changes of a draft; the caller holds its lock."""
    _SAVE.run(session.connection(), draft_id=draft_id, state=state, language=language, saved_at=saved_at)


def _open(row: Row | None, owner: UUID) -> Row:
    if row is None or row.owner_id != owner or row.deleted_at is not None:
        raise NotFound("no such draft of this person")
    if row.submitted_at is not None:
        raise AlreadySubmitted(str(row.id))
    return row
