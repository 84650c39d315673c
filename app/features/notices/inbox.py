"""A person's notices as they read them in the portal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, literal, select, update
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import NotFound
from app.features.notices.dispatch import matter_of
from app.features.notices.models import Notice

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some of a person's notices, newest first."""

    notices: Sequence[Notice]
    page: int
    pages: int
    unread: int


class Inbox:
    """The notices that have been released to a person; nobody else's can be reached."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def read(self, owner: UUID, page: int) -> InboxPage:
        """One page of the inbox; a page that does not exist is the nearest that does."""
        total = self._session.scalar(select(func.count()).where(*_released(owner))) or 0
        pages = max(1, -(-total // PER_PAGE))
        page = min(max(page, 1), pages)
        newest = select(Notice).where(*_released(owner)).order_by(Notice.released_at.desc(), Notice.id)
        notices = self._session.scalars(newest.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
        unread = self._session.scalar(select(unread_of(literal(owner)))) or 0
        return InboxPage(notices, page, pages, unread)

    def open(self, owner: UUID, notice_id: UUID) -> str:
        """Mark a notice as read; returns the page it is about. Raises `NotFound`."""
        mine = (Notice.id == notice_id, *_released(owner))
        self._session.execute(
            update(Notice).where(*mine, Notice.read_at.is_(None)).values(read_at=self._clock())
        )
        notice = self._session.scalars(select(Notice).where(*mine)).first()
        if notice is None:
            raise NotFound("no such notice of this person")
        self._session.commit()
        return matter_of(notice).path

    def mark_all(self, owner: UUID) -> None:
        """Mark everything as read."""
        self._session.execute(
            update(Notice).where(*_released(owner), Notice.read_at.is_(None)).values(read_at=self._clock())
        )
        self._session.commit()


def unread_of(person: ColumnElement[UUID]) -> ScalarSelect[int]:
    """How many notices a person has not read, inside a statement about that person."""
    notice = Notice.__table__.c
    counted = (notice.person_id == person, notice.released_at.is_not(None), notice.read_at.is_(None))
    return select(func.count()).select_from(Notice.__table__).where(*counted).scalar_subquery()


def _released(owner: UUID) -> tuple[ColumnElement[bool], ...]:
    return (Notice.person_id == owner, Notice.released_at.is_not(None))
