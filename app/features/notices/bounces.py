"""Read which messages the message service took and could not deliver."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import structlog
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.features.notices.service import NoticeService
from app.gateways.agencies import AgencyGateway
from app.gateways.bounces import Bounce
from app.jobs.following import FeedReader

_FEED = "bounces"

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
        self._reader = FeedReader(database, clock)
        self._gateway = gateway
        self._notices = notices

    def take(self) -> int:
        """Read on until nothing is left; returns how many bounces were taken. Raises `Unavailable`."""
        return self._reader.follow(_FEED, self._gateway.bounces, self._report)

    def _report(self, session: Session, items: Sequence[msgspec.Raw]) -> None:
        notices = self._notices(session)
        for bounce in filter(None, map(_bounce, items)):
            notices.bounce_reported(bounce.key, bounce.kind, bounce.reason)


def _bounce(item: msgspec.Raw) -> Bounce | None:
    try:
        return msgspec.json.decode(item, type=Bounce)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        log.error("a bounce that cannot be read")
        return None
