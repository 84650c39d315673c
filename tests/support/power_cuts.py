"""A process that is gone from one moment to the next: before, or right after, something was committed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.db.base import Database


class PowerCut(BaseException):
    """The process is gone."""


def _vanish() -> None:
    raise PowerCut


@contextmanager
def cut_at(
    database: Database, number: int, *, after: bool, die: Callable[[], object] = _vanish
) -> Iterator[None]:
    """Die before, or right after, the database has committed for the `number`th time."""
    seen = 0

    def commit(connection: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == number:
            if after:
                connection.connection.driver_connection.commit()
            die()

    event.listen(database.engine, "commit", commit)
    try:
        yield
    finally:
        event.remove(database.engine, "commit", commit)


def dies_at_every_commit(database: Database, work: Callable[[], Any], *, after: bool) -> tuple[Any, int]:
    """Begin the work again after each death, at one commit later each time, until it is done.

    Returns what it answered, and how often it died.
    """
    deaths = 0
    while True:
        try:
            with cut_at(database, deaths + 1, after=after):
                return work(), deaths
        except PowerCut:
            deaths += 1
            # What a dead process had open is closed, and so rolled back.
            database.dispose()


def survives(database: Database, number: int, work: Callable[[], Any], *, after: bool) -> bool:
    """Whether work ends in a process that is gone, connections open, at its commit of that number."""
    child = os.fork()
    if child == 0:
        database.engine.dispose(close=False)
        try:
            with cut_at(database, number, after=after, die=lambda: os._exit(1)):
                work()
        except BaseException:
            os._exit(2)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in {0, 1}, "it failed instead of dying"
    return status == 0
