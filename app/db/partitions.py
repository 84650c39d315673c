"""Tables that PostgreSQL keeps in one part a year; SQLite keeps them whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, text

_LOCK = 718_204_001
_UNDATED = 0


def ensure_years(connection: Connection, table: str, years: Iterable[int]) -> None:
    """Make the missing parts of `table`; readers and writers of the other parts go on. No-op on SQLite."""
    if connection.dialect.name != "postgresql":
        return
    missing = sorted(set(years) - set(years_of(connection, table)))
    if not missing:
        return
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    for year in sorted(set(missing) - set(years_of(connection, table))):
        _make(connection, table, year)


def years_of(connection: Connection, table: str) -> list[int]:
    """The years that have a part attached, ascending; 0 is the part of what has no year."""
    names = connection.scalars(
        text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:table)"),
        {"table": table},
    )
    return sorted(int(name.rpartition("_")[2]) for name in names)


def detach(connection: Connection, table: str, year: int) -> None:
    """Take a year's part away; it stays as a table of its own until it is attached or dropped."""
    connection.execute(text(f'ALTER TABLE "{table}" DETACH PARTITION "{table}_{int(year)}"'))


def attach(connection: Connection, table: str, year: int) -> None:
    """Bring a year's part back."""
    connection.execute(text(f'ALTER TABLE "{table}" ATTACH PARTITION "{table}_{int(year)}" {_bounds(year)}'))


def is_partition(connection: Connection, name: str | None) -> bool:
    """Whether a table is a part of another, and so not a table of the models."""
    if connection.dialect.name != "postgresql" or not name:
        return False
    found = text("SELECT relispartition FROM pg_class WHERE oid = to_regclass(:name)")
    return bool(connection.scalar(found, {"name": f'"{name}"'}))


def make_undated(table: Any, connection: Connection, **_options: Any) -> None:
    """After the table is made: the part for what has no year, so that there is always one."""
    ensure_years(connection, table.name, [_UNDATED])


def _make(connection: Connection, table: str, year: int) -> None:
    # Made apart and attached: that takes no lock which would stop those who read or write other years.
    part = f"{table}_{int(year)}"
    connection.execute(
        text(f'CREATE TABLE "{part}" (LIKE "{table}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS)')
    )
    connection.execute(text(f'ALTER TABLE "{table}" ATTACH PARTITION "{part}" {_bounds(year)}'))


def _bounds(year: int) -> str:
    return f"FOR VALUES FROM ({int(year)}) TO ({int(year) + 1})"
