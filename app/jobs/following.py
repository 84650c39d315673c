"""Read a feed page by page: what a page holds and the place after it are one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.gateways.agencies import FeedPage
from app.jobs.cursors import cursor_of, hold_cursor, move_cursor

Read = Callable[[str], FeedPage]
Take = Callable[[Session, Sequence[msgspec.Raw]], None]


class FeedReader:
    """Reads feeds by cursor; any number may read one at once, each page is taken by one of them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def follow(self, feed: str, read: Read, take: Take) -> int:
        """Read on until nothing is left, return how many items were taken; raises what `read` raises.

        A page without items that says there is more is gone past, and is the last one of this time:
        whoever sends nothing but such pages must not keep the reader.
        """
        taken, more = 0, True
        while more:
            after = self._after(feed)
            page = read(after)
            onward = page.next if page.items or page.more else after
            taken += self._take(feed, after, page, onward, take)
            more = page.more and bool(page.items) and onward != after
        return taken

    def round_again(self, feed: str, read: Read, take: Take) -> int:
        """Take the next page; after the last one, or one that does not lead on, the first is next."""
        after = self._after(feed)
        page = read(after)
        return self._take(feed, after, page, round_from(after, page), take)

    def _after(self, feed: str) -> str:
        with self._database.session(writes=False) as session:
            return cursor_of(session, feed)

    def _take(self, feed: str, after: str, page: FeedPage, onward: str, take: Take) -> int:
        if not page.items and onward == after:
            return 0
        with self._database.transaction() as session:
            if hold_cursor(session, feed, self._clock()) != after:
                return 0
            if page.items:
                take(session, page.items)
            move_cursor(session, feed, onward, self._clock())
            session.commit()
        return len(page.items)


def round_from(after: str, page: FeedPage) -> str:
    """Where to read on after a page of a feed that is read over and over; empty for its beginning."""
    return page.next if page.more and page.next != after else ""
