"""Indexes of a table that is being filled: made once at the end instead of row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Index, Table, inspect, select, text
from sqlalchemy.schema import CreateIndex

from app.db.base import Base, Database


@contextmanager
def indexes_afterwards(database: Database, model: type[Base]) -> Iterator[None]:
    """While it lasts, an empty table has only its unique indexes; at its end all there should be.

    A process that is killed meanwhile leaves some out: the next one makes them, or `complete_indexes`.
    """
    table: Any = model.__table__
    with database.engine.begin() as connection:
        if connection.execute(select(table.primary_key.columns[0]).limit(1)).first() is None:
            for index in _plain(table):
                index.drop(connection, checkfirst=True)
    try:
        yield
    finally:
        complete_indexes(database, model)


def complete_indexes(database: Database, model: type[Base]) -> list[str]:
    """Make the indexes of the model that the table has not; nobody waits for them. Returns their names."""
    table: Any = model.__table__
    with database.engine.begin() as connection:
        present = {str(index["name"]) for index in inspect(connection).get_indexes(table.name)}
        broken = _broken(connection, table)
    missing = [index for index in _plain(table) if str(index.name) not in present - broken]
    for index in missing:
        _make(database.engine, index, again=str(index.name) in broken)
    return [str(index.name) for index in missing]


def _plain(table: Table) -> list[Index]:
    return sorted((index for index in table.indexes if not index.unique), key=lambda index: str(index.name))


def _make(engine: Engine, index: Index, *, again: bool) -> None:
    if engine.dialect.name != "postgresql":
        with engine.begin() as connection:
            index.create(connection)
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
