"""Count things of many requests in memory and write them down in one go."""

from __future__ import annotations

import atexit
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Generic, TypeVar

import structlog

EVERY_S = 10.0
MOST_KEYS = 5000
MOST_TRIES = 3

Key = TypeVar("Key", bound=Hashable)

log: Any = structlog.get_logger("portal.tally")

_alive: weakref.WeakSet[Tally[Any]] = weakref.WeakSet()


@atexit.register
def _flush_all() -> None:
    for tally in list(_alive):
        tally.flush()


class Tally(Generic[Key]):
    """One per process, safe to use from several threads; adding never touches the database.

    `write` gets what was counted at most EVERY_S seconds after it was counted, and when the process ends
    in peace; what it fails to write is tried MOST_TRIES times. More than MOST_KEYS different keys at once
    are not taken, so memory is bounded. A process that is killed loses its last seconds.
    """

    def __init__(self, write: Callable[[Mapping[Key, int]], None], every: float = EVERY_S) -> None:
        self._write = write
        self._every = every
        self._counted: Counter[Key] = Counter()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._failures = 0
        _alive.add(self)

    def add(self, key: Key) -> None:
        """Count one more of `key`."""
        with self._lock:
            if key not in self._counted and len(self._counted) >= MOST_KEYS:
                return
            self._counted[key] += 1
            if self._timer is None:
                self._start()

    def flush(self) -> None:
        """Write now what was counted; what cannot be written is kept for the next time."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
        if not counted:
            return
        try:
            self._write(counted)
        except Exception as error:
            # A database error quotes its statement, and with it what people typed: only its kind is logged.
            log.warning("counts not written", error=type(error).__name__, keys=len(counted))
            self._put_back(counted)
        else:
            self._failures = 0

    def _put_back(self, counted: Counter[Key]) -> None:
        with self._lock:
            self._failures += 1
            if self._failures >= MOST_TRIES:
                self._failures = 0
                return
            room = MOST_KEYS - len(self._counted)
            self._counted.update(dict(list(counted.items())[: max(room, 0)]))
            if self._timer is None:
                self._start()

    def _start(self) -> None:
        # The first count starts the clock, so a server that forks afterwards has one clock a process.
        self._timer = threading.Timer(self._every, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def _ring(self) -> None:
        with self._lock:
            self._timer = None
        self.flush()
