"""Being told to stop by a signal, wherever the signal finds the thread that waits for it."""

from __future__ import annotations

import threading
from contextlib import suppress
from queue import Empty, SimpleQueue


class Stop(threading.Event):
    """An event that a signal's handler may set.

    The handler runs in the thread that waits; were that inside `Event.wait`, the event's own lock would keep
    both for ever. A `SimpleQueue` may be put to at any moment. One thread waits.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told: SimpleQueue[None] = SimpleQueue()
        self._stopped = False

    def set(self) -> None:
        """Say so; safe in a signal's handler."""
        self._stopped = True
        self._told.put(None)

    def is_set(self) -> bool:
        """Whether it was said."""
        return self._stopped

    def wait(self, timeout: float | None = None) -> bool:
        """Wait so many seconds at most; whether it was said."""
        if not self._stopped:
            with suppress(Empty):
                self._told.get(timeout=timeout)
        return self._stopped
