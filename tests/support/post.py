"""A post office that counts what it got, and whether that is every notice that was let go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.base import Database
from app.features.notices.models import Notice
from app.jobs.outbox import OutboxMessage


class Post:
    """Takes mails; one that comes again under its key is the same mail. `taken` runs after each."""

    def __init__(self) -> None:
        self.received: Counter[str] = Counter()
        self.taken: Callable[[], object] = lambda: None

    def send(self, key: str, payload: Any) -> None:
        """Take a mail."""
        self.received[key] += 1
        self.taken()

    def settle(self, session: Session, payload: Any, answer: Any) -> None:
        """There is nothing to record."""


def assert_each_arrived(database: Database, post: Post) -> None:
    """Exactly the released notices have arrived, and no message is unsettled."""
    with database.session(writes=False) as session:
        released = session.scalars(select(Notice.id).where(Notice.released_at.is_not(None)))
        wanted = {f"mail:{one}" for one in released}
        unsettled = session.scalars(select(OutboxMessage.key).where(OutboxMessage.settled_at.is_(None))).all()
    assert len(wanted) >= 12
    assert set(post.received) == wanted
    assert unsettled == []
