"""A person's own draft, and nobody else's."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session

from app.db.statements import Statement
from app.errors import Conflict, NotFound
from app.features.applications.models import Draft


class AlreadySubmitted(Conflict):
    """The draft was sent before; its receipt is what the person wants to see."""


class PutAway(NotFound):
    """The person's own draft was deleted or has expired; `draft_id` is the one that can be taken back."""

    template: ClassVar[str] = "applications/put_away.html"

    def __init__(self, draft_id: UUID) -> None:
        super().__init__("this draft is among the deleted ones")
        self.draft_id = draft_id


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

    @property
    def parent_id(self) -> UUID | None:
        """The draft it is filed along with."""


class DraftRow(NamedTuple):
    """The columns that filling in a form needs, read without the mapper: every step passes here.

    What is filed along is put away (`deleted_at`) with the draft it belongs to.
    """

    id: UUID
    owner_id: UUID
    definition_id: str
    definition_version: int
    language: str
    state: dict[str, Any]
    saved_at: datetime
    submitted_at: datetime | None
    parent_id: UUID | None
    deleted_at: datetime | None


_DRAFT = cast(Table, Draft.__table__)
_MINE = _DRAFT.c.id == bindparam("draft_id")
_LEADING = _DRAFT.alias()
_LEADING_GONE = select(_LEADING.c.deleted_at).where(_LEADING.c.id == _DRAFT.c.parent_id).scalar_subquery()
_COLUMNS = select(
    *(_DRAFT.c[name] for name in DraftRow._fields[:-1]), func.coalesce(_DRAFT.c.deleted_at, _LEADING_GONE)
).where(_MINE)
_READ, _LOCK = Statement(_COLUMNS), Statement(_COLUMNS.with_for_update())
_SAVED: dict[str, Any] = {name: bindparam(name) for name in ("state", "language", "saved_at")}
_SAVE = Statement(update(_DRAFT).where(_MINE).values(_SAVED))

Row = TypeVar("Row", bound=Owned)


def own_draft(session: Session, draft_id: UUID, owner: UUID, *, lock: bool = False) -> Draft:
    """The owner's draft, neither sent nor deleted; raises `NotFound`, `PutAway`, `AlreadySubmitted`."""
    row = _open(session.get(Draft, draft_id, with_for_update=lock, populate_existing=lock), owner)
    if row.parent_id is not None:
        _open(session.get(Draft, row.parent_id), owner)
    return row


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
    if row is None or row.owner_id != owner:
        raise NotFound("no such draft of this person")
    if row.deleted_at is not None:
        raise PutAway(row.parent_id or row.id)
    if row.submitted_at is not None:
        raise AlreadySubmitted(str(row.id))
    return row
