"""Where limits are counted: in this process, in Redis, or in a file that all processes of a machine share."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any, cast

from limits.storage import Storage, storage_from_string

_SCHEME = "sqlite"
_FORGET_EVERY_S = 600
_TABLE = "CREATE TABLE IF NOT EXISTS counted (key TEXT PRIMARY KEY, amount INTEGER, until REAL) WITHOUT ROWID"
_INCREASE = """
INSERT INTO counted (key, amount, until) VALUES (:key, :amount, :now + :lasts)
ON CONFLICT (key) DO UPDATE SET
  amount = CASE WHEN until <= :now THEN excluded.amount ELSE amount + excluded.amount END,
  until = CASE WHEN until <= :now THEN excluded.until ELSE until END
RETURNING amount
"""


def counts_at(url: str) -> Storage:
    """The storage at `memory://`, `redis://…` or `sqlite:////path/of/a/file`."""
    if url.startswith(f"{_SCHEME}:"):
        return FileCounts(url)
    return cast(Storage, storage_from_string(url))


class FileCounts(Storage):
    """Counts in a SQLite file, which may be lost: then everybody begins at nothing again."""

    STORAGE_SCHEME = [_SCHEME]

    def __init__(self, uri: str, now: Callable[[], float] = time.time, **_options: Any) -> None:
        super().__init__()
        self._now = now
        self._file = uri.partition(":///")[2]
        self._lock = threading.Lock()
        self._opened: sqlite3.Connection | None = None
        self._forgotten = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a file that cannot be read or written raises."""
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count so many more; the sum of the window, which lasts `expiry` seconds from its first."""
        now = self._now()
        with self._lock:
            if now - self._forgotten > _FORGET_EVERY_S:
                self._connection.execute("DELETE FROM counted WHERE until <= ?", (now,))
                self._forgotten = now
            values = {"key": key, "amount": amount, "now": now, "lasts": expiry}
            return int(self._connection.execute(_INCREASE, values).fetchall()[0][0])

    def get(self, key: str) -> int:
        """The sum of the key's window; 0 when none is open."""
        row = self._row(key)
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """When the key's window ends, in seconds since 1970; now when none is open."""
        row = self._row(key)
        return float(row[1]) if row else self._now()

    def check(self) -> bool:
        """Whether the file answers."""
        with self._lock:
            return bool(self._connection.execute("SELECT 1").fetchone())

    def reset(self) -> int:
        """Forget everything; returns how many keys there were."""
        with self._lock:
            return self._connection.execute("DELETE FROM counted").rowcount

    def clear(self, key: str) -> None:
        """Forget a key."""
        with self._lock:
            self._connection.execute("DELETE FROM counted WHERE key = ?", (key,))

    def _row(self, key: str) -> tuple[int, float] | None:
        with self._lock:
            found: tuple[int, float] | None = self._connection.execute(
                "SELECT amount, until FROM counted WHERE key = ? AND until > ?", (key, self._now())
            ).fetchone()
            return found

    @property
    def _connection(self) -> sqlite3.Connection:
        # Opened at the first count, so that processes that were forked have one each.
        if self._opened is None:
            opened = sqlite3.connect(self._file, timeout=20, isolation_level=None, check_same_thread=False)
            opened.execute("PRAGMA journal_mode=WAL")
            opened.execute("PRAGMA synchronous=OFF")
            opened.execute(_TABLE)
            self._opened = opened
        return self._opened
