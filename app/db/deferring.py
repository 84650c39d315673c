"""Indexes of a table that is being filled: made once at the end instead of row by row."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Index, Table, inspect, select, text
from sqlalchemy.schema import CreateIndex

from app.db.base import Base, Database

_LOCK = 718_204_002
_ASK_EVERY_S = 0.2


@contextmanager
def indexes_afterwards(database: Database, model: type[Base]) -> Iterator[None]:
    """While it lasts, an empty table has only its unique indexes; at its end all there should be.

    A process that is killed meanwhile leaves some out: the next one makes them, or `complete_indexes`.
    """
    table: Any = model.__table__
    with database.transaction() as session:
        if session.execute(select(table.primary_key.columns[0]).limit(1)).first() is None:
            for index in _plain(table):
                index.drop(session.connection(), checkfirst=True)
        session.commit()
    try:
        yield
    finally:
        complete_indexes(database, model)


def complete_indexes(database: Database, model: type[Base]) -> list[str]:
    """Make the indexes of the model that the table has not, nobody waits; returns their names."""
    table: Any = model.__table__
    with _alone(database.engine):
        with database.engine.begin() as connection:
            present = {str(index["name"]) for index in inspect(connection).get_indexes(table.name)}
            broken = _broken(connection, table)
        missing = [index for index in _plain(table) if str(index.name) not in present - broken]
        for index in missing:
            _make(database, index, again=str(index.name) in broken)
        return [str(index.name) for index in missing]


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Let one process at a time make indexes: to another, one that is being made looks broken."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Asked again and again: the index being made would wait for a statement that waits for it.
        while not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK}):
            time.sleep(_ASK_EVERY_S)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})


def _plain(table: Table) -> list[Index]:
    return sorted((index for index in table.indexes if not index.unique), key=lambda index: str(index.name))


def _make(database: Database, index: Index, *, again: bool) -> None:
    engine = database.engine
    if engine.dialect.name != "postgresql":
        with database.transaction() as session:
            index.create(session.connection(), checkfirst=True)
            session.commit()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if again:
            connection.execute(text(f'DROP INDEX CONCURRENTLY IF EXISTS "{index.name}"'))
        statement = str(CreateIndex(index).compile(dialect=engine.dialect))
        connection.exec_driver_sql(statement.replace("CREATE INDEX", "CREATE INDEX CONCURRENTLY", 1))


def _broken(connection: Connection, table: Table) -> set[str]:
    """Indexes whose making was interrupted: PostgreSQL keeps them, and does not use them."""
    if connection.dialect.name != "postgresql":
        return set()
    found = text(
        "SELECT indexrelid::regclass::text FROM pg_index "
        "WHERE indrelid = to_regclass(:name) AND NOT indisvalid"
    )
    return set(connection.scalars(found, {"name": f'"{table.name}"'}))
