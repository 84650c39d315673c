"""What a thread may do with connections: hold one at a time, and change nothing on one that only reads."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import Engine, event


def one_at_a_time(engine: Engine) -> None:
    """From now on a thread that takes a second connection of the engine while it holds one fails."""
    holders: dict[int, int] = {}

    def taken(_dbapi: Any, record: Any, _proxy: Any) -> None:
        me = threading.get_ident()
        assert me not in holders.values(), "a second connection is taken while the first is held"
        holders[id(record)] = me

    def given_back(_dbapi: Any, record: Any) -> None:
        holders.pop(id(record), None)

    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", given_back)


def only_writers_write(engine: Engine) -> None:
    """From now on a change by a session that did not say it writes fails.

    It would take SQLite's write lock too late, when another commit may have come between.
    """

    def executed(connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            assert connection.get_execution_options().get("writes"), f"a reader changes: {statement}"

    event.listen(engine, "before_cursor_execute", executed)
