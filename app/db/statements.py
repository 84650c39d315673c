"""Statements that nearly every page passes, compiled once and handed to the driver as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Connection, Dialect, Executable, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Convert = Callable[[Any], Any]


class Statement:
    """A SELECT or UPDATE with named `bindparam`s or values; they pass through the types of their columns.

    What the mapper and the engine do around every execution costs ten times such a statement itself.
    Listeners for statements hear of these too, and the driver's errors arrive as `DBAPIError`.
    `bulky` ones give thousands of bytes: PostgreSQL is asked not to write those out in letters.
    """

    def __init__(
        self,
        clause: Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | Update,
        *,
        bulky: bool = False,
    ) -> None:
        self._clause = clause
        self._bulky = bulky
        self._ready: dict[str, _Ready] = {}

    def first(self, connection: Connection, **values: Any) -> tuple[Any, ...] | None:
        """The first row, None when there is none."""
        ready = self._for(connection.dialect)
        cursor = handed_over(connection, ready.text, ready.bound(values), bulky=self._bulky)
        try:
            found = cursor.fetchone()
        finally:
            cursor.close()
        return None if found is None else ready.read(found)

    def every(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """All rows."""
        ready = self._for(connection.dialect)
        cursor = handed_over(connection, ready.text, ready.bound(values), bulky=self._bulky)
        try:
            return [ready.read(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def run(self, connection: Connection, **values: Any) -> None:
        """Change what it changes."""
        ready = self._for(connection.dialect)
        handed_over(connection, ready.text, ready.bound(values)).close()

    def _for(self, dialect: Dialect) -> _Ready:
        found = self._ready.get(dialect.name)
        if found is None:
            found = self._ready[dialect.name] = _compiled(self._clause, dialect)
        return found


def handed_over(connection: Connection, text: str, parameters: Any = (), *, bulky: bool = False) -> Any:
    """The driver's cursor that executed `text`; raises `DBAPIError` for the driver's errors."""
    packed = {"binary": True} if bulky and connection.dialect.name == "postgresql" else {}
    try:
        cursor = connection.connection.cursor(**packed)
        if listeners := connection.engine.dispatch.before_cursor_execute:
            listeners(connection, cursor, text, parameters, None, False)
        cursor.execute(text, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(text, None, error, connection.dialect.loaded_dbapi.Error) from error
    return cursor


class _Ready(NamedTuple):
    """A statement as one kind of database wants it."""

    text: str
    positions: tuple[str, ...] | None
    fixed: dict[str, Any]
    writers: dict[str, Convert | None]
    readers: tuple[Convert | None, ...]

    def bound(self, values: dict[str, Any]) -> Sequence[Any] | dict[str, Any]:
        """The parameters for the driver; a missing one raises `KeyError`."""
        written = {
            name: values[name] if write is None else write(values[name])
            for name, write in self.writers.items()
        }
        if self.fixed:
            written |= self.fixed
        return written if self.positions is None else [written[name] for name in self.positions]

    def read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """A row of the driver as its columns' types give it."""
        return tuple(
            [value if read is None else read(value) for read, value in zip(self.readers, row, strict=True)]
        )


def _compiled(clause: Executable, dialect: Dialect) -> _Ready:
    compiled = clause.compile(dialect=dialect)  # type: ignore[attr-defined]  # every clause has it
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - for the type checker
    columns = clause.selected_columns if isinstance(clause, Select | CompoundSelect) else ()
    writers = {
        name: bound.type.dialect_impl(dialect).bind_processor(dialect)
        for name, bound in compiled.binds.items()
    }
    fixed = {name: bound.effective_value for name, bound in compiled.binds.items() if not bound.required}
    return _Ready(
        str(compiled),
        None if compiled.positiontup is None else tuple(compiled.positiontup),
        {name: write(value) if (write := writers[name]) else value for name, value in fixed.items()},
        {name: write for name, write in writers.items() if name not in fixed},
        tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns),
    )
