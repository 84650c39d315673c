"""Read which messages the message service took and could not deliver."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import structlog
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.features.notices.service import NoticeService
from app.gateways.agencies import AgencyGateway
from app.gateways.bounces import Bounce
from app.jobs.cursors import cursor_of, hold_cursor, move_cursor

_FEED = "bounces"
_LONGEST_CURSOR = 200

log: structlog.stdlib.BoundLogger = structlog.get_logger("portal.notices")


class BounceFeed:
    """Follows the feed by cursor; what it tells and the cursor are one transaction."""

    def __init__(
        self,
        database: Database,
        gateway: AgencyGateway,
        notices: Callable[[Session], NoticeService],
        clock: Clock,
    ) -> None:
        self._database = database
        self._gateway = gateway
        self._notices = notices
        self._clock = clock

    def take(self) -> int:
        """Read on until nothing is left; returns how many bounces were taken. Raises `Unavailable`."""
        taken, more = 0, True
        while more:
            with self._database.session(writes=False) as session:
                after = cursor_of(session, _FEED)
            page = self._gateway.bounces(after)
            more = page.more and page.next != after
            taken += self._take(after, page.next[:_LONGEST_CURSOR], page.items)
        return taken

    def _take(self, after: str, onward: str, items: tuple[msgspec.Raw, ...]) -> int:
        if not items:
            return 0
        with self._database.transaction() as session:
            if hold_cursor(session, _FEED, self._clock()) != after:
                return 0
            notices = self._notices(session)
            for bounce in filter(None, map(_bounce, items)):
                notices.bounce_reported(bounce.key, bounce.kind, bounce.reason)
            move_cursor(session, _FEED, onward, self._clock())
            session.commit()
        return len(items)


def _bounce(item: msgspec.Raw) -> Bounce | None:
    try:
        return msgspec.json.decode(item, type=Bounce)
    except msgspec.DecodeError:
        log.error("a bounce that cannot be read")
        return None
