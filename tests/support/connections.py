"""Nobody waits for a connection while holding one: many who do would wait for each other for ever."""

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
