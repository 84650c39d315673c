"""What time it is, and how the sandbox writes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def real_time() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """ISO 8601 in UTC, ending in Z, as the gateway contract asks."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
