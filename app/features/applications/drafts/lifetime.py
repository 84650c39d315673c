"""How long a draft stays: kept, told of twice, then recently deleted, then gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

KEPT = timedelta(days=180)
FIRST_NOTICE = timedelta(days=30)
LAST_NOTICE = timedelta(days=7)
UNDO = timedelta(days=30)

Due = Literal["first", "last", "expire"]


def expires_at(saved_at: datetime, warned_at: datetime | None = None) -> datetime:
    """When a draft that nobody touches expires: never before seven days after its last notice."""
    late = warned_at + LAST_NOTICE if warned_at and warned_at >= saved_at else saved_at
    return max(saved_at + KEPT, late)


def due(saved_at: datetime, warned_at: datetime | None, now: datetime) -> Due | None:
    """What is to be done about a draft now; `warned_at` from before the last change counts for nothing."""
    warned = warned_at if warned_at and warned_at >= saved_at else None
    last = saved_at + KEPT - LAST_NOTICE
    if now < saved_at + KEPT - FIRST_NOTICE:
        return None
    if warned is None:
        return "first"
    if warned < last:
        return "last" if now >= last else None
    return "expire" if now >= expires_at(saved_at, warned) else None
