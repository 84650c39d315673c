"""Thousands of rows or values in one statement: what PostgreSQL can do so, it is asked to do so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Dialect,
    String,
    Table,
    Text,
    any_,
    bindparam,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import TypeEngine, UserDefinedType

Row = Mapping[str, Any]
Column = InstrumentedAttribute[Any] | ColumnElement[Any]

_ROWS_A_BLOCK = 500
_BINARY_HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_BINARY_END = b"\xff\xff"
# Bytes are not among them, in whatever the driver wraps them, nor JSON.
_PLAIN = (str, int, float, datetime, UUID, type(None))


class _WrittenArray(UserDefinedType[Any]):
    """An array that is written already; PostgreSQL reads it before it plans, as it reads a constant."""

    cache_ok = True
    render_bind_cast = True

    def __init__(self, item: str) -> None:
        self.item = item

    def get_col_spec(self, **_options: Any) -> str:
        """As PostgreSQL names it."""
        return f"{self.item}[]"


def among(session: Session, column: Column, values: Collection[Any]) -> ColumnElement[bool]:
    """Whether the column is one of the values; they are sent as one array, not a placeholder for each."""
    dialect = session.get_bind().dialect
    if dialect.name != "postgresql":
        return _among_written(dialect, column, values)
    written = _array(list(values))
    if isinstance(written, list):
        return column == any_(literal(written, ARRAY(column.type)))
    item: TypeEngine[Any] = Text() if isinstance(column.type, String) else column.type
    return column == any_(literal(written, _WrittenArray(item.compile(dialect))))


def _among_written(dialect: Dialect, column: Column, values: Collection[Any]) -> ColumnElement[bool]:
    # The driver keeps the programs of a hundred statements: with a placeholder for each of thousands of
    # values they would differ in length every time, and fill fifty megabytes.
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    stored = [value if convert is None else convert(value) for value in values]
    if any(isinstance(value, bytes) for value in stored):
        return column.in_(values)
    written = literal(msgspec.json.encode(stored).decode(), Text)
    return column.in_(select(func.json_each(written).table_valued("value").c.value))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns: COPY on PostgreSQL, one prepared statement on SQLite."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(table.insert(), rows)
        return
    names = tuple(rows[0])
    columns = [_written(connection, table, name, rows) for name in names]
    with _copying(connection, table, names) as copy:
        for values in zip(*columns, strict=True):
            copy.write_row(values)


def copy_packed(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[bytes]) -> None:
    """Insert rows that are in COPY's binary format already; PostgreSQL only."""
    with _copying(connection, table, names, " (FORMAT binary)") as copy:
        copy.write(_BINARY_HEAD)
        rest = iter(rows)
        while block := b"".join(islice(rest, _ROWS_A_BLOCK)):
            copy.write(block)
        copy.write(_BINARY_END)


def commit_without_waiting(session: Session) -> None:
    """Let this transaction's commit not wait for the disk; for work that remembers its place itself.

    A server that is lost then forgets the last transactions whole, the places they remembered included.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL synchronous_commit TO off"))


def insert_values(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows whose values are as the database keeps them, with one prepared statement; SQLite only."""
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(
        f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({marks})',  # noqa: S608 - our own columns
        rows,
    )


def update_rows(connection: Connection, table: Table, keys: Sequence[str], rows: Sequence[Row]) -> None:
    """Update rows that all have the same columns, found by `keys`; one statement on PostgreSQL."""
    if not rows:
        return
    names = tuple(rows[0])
    changed = [name for name in names if name not in keys]
    if connection.dialect.name != "postgresql":
        statement = table.update().where(*(table.c[key] == bindparam(f"of_{key}") for key in keys))
        values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in changed}
        prefixes = {name: "of" if name in keys else "to" for name in names}
        connection.execute(
            statement.values(values),
            [{f"{prefixes[name]}_{name}": value for name, value in row.items()} for row in rows],
        )
        return
    arrays = ", ".join(f"%s::{table.c[name].type.compile(connection.dialect)}[]" for name in names)
    sets = ", ".join(f"{name} = told.{name}" for name in changed)
    found = " AND ".join(f"kept.{key} = told.{key}" for key in keys)
    connection.exec_driver_sql(
        f'UPDATE "{table.name}" AS kept SET {sets} '  # noqa: S608 - names of our own columns
        f"FROM unnest({arrays}) AS told ({', '.join(names)}) WHERE {found}",
        tuple(_array(_written(connection, table, name, rows)) for name in names),
    )


@contextmanager
def _copying(connection: Connection, table: Table, names: Sequence[str], how: str = "") -> Iterator[Any]:
    """A COPY under way; what goes wrong raises SQLAlchemy's errors: a broken constraint, a full disk."""
    driver: Any = connection.connection
    statement = f'COPY "{table.name}" ({", ".join(names)}) FROM STDIN{how}'
    try:
        with driver.cursor().copy(statement) as copy:
            yield copy
    except (errors := connection.dialect.loaded_dbapi).Error as error:
        raise DBAPIError.instance(statement, None, error, errors.Error, dialect=connection.dialect) from error


def _written(connection: Connection, table: Table, name: str, rows: Sequence[Row]) -> list[Any]:
    """A column's values as the driver takes them: encrypted, in UTC."""
    convert = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return [row[name] if convert is None else convert(row[name]) for row in rows]


def _array(values: list[Any]) -> Any:
    """The values as PostgreSQL writes an array, where that is as JSON writes it; else the values.

    The driver would write them one by one, which costs more than all the rest of a large statement.
    """
    if not all(isinstance(value, _PLAIN) for value in values):
        return values
    written = msgspec.json.encode(values)
    # Letters that JSON and PostgreSQL escape differently are left to the driver.
    return values if b"\\" in written else f"{{{written[1:-1].decode()}}}"
