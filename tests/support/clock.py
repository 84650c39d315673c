"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class MovableClock:
    """Tells the moment it was set to; Monday 23 November 2026, 09:00 in Vietnam, to begin with."""

    def __init__(self, moment: datetime = MONDAY_MORNING) -> None:
        self._moment = moment

    def __call__(self) -> datetime:
        return self._moment

    def move(self, **duration: float) -> datetime:
        """Go on by a `timedelta(**duration)`; returns the new moment."""
        self._moment += timedelta(**duration)
        return self._moment

    def set(self, moment: datetime) -> None:
        """Jump to a moment."""
        self._moment = moment
