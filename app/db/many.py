"""Thousands of rows or values in one statement: what PostgreSQL can do so, it is asked to do so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Connection, Table, any_, bindparam, literal
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

Row = Mapping[str, Any]

_LINES_A_BLOCK = 500


def among(
    session: Session, column: InstrumentedAttribute[Any], values: Collection[Any]
) -> ColumnElement[bool]:
    """Whether the column is one of the values; on PostgreSQL one array, not a placeholder for each."""
    if session.get_bind().dialect.name != "postgresql":
        return column.in_(values)
    return column == any_(literal(list(values), ARRAY(column.type)))


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


def copy_lines(connection: Connection, table: Table, names: Sequence[str], lines: Iterable[str]) -> None:
    """Insert rows that are written in COPY's text format already; PostgreSQL only."""
    with _copying(connection, table, names) as copy:
        rest = iter(lines)
        while block := "".join(islice(rest, _LINES_A_BLOCK)):
            copy.write(block)


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
        tuple(_written(connection, table, name, rows) for name in names),
    )


@contextmanager
def _copying(connection: Connection, table: Table, names: Sequence[str]) -> Iterator[Any]:
    """A COPY under way; a row that breaks a constraint raises SQLAlchemy's `IntegrityError`."""
    driver: Any = connection.connection
    statement = f'COPY "{table.name}" ({", ".join(names)}) FROM STDIN'
    try:
        with driver.cursor().copy(statement) as copy:
            yield copy
    except connection.dialect.loaded_dbapi.IntegrityError as error:
        raise IntegrityError(statement, None, error) from error


def _written(connection: Connection, table: Table, name: str, rows: Sequence[Row]) -> list[Any]:
    """A column's values as the driver takes them: encrypted, in UTC."""
    convert = table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return [row[name] if convert is None else convert(row[name]) for row in rows]
