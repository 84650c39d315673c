"""Tables that PostgreSQL keeps in one part a year; SQLite keeps them whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

_LOCK = 718_204_001
_UNDATED = 0


class PartDiffers(ValueError):
    """A part that was taken away cannot become part of its table as it is now; says what differs."""


class _Column(NamedTuple):
    """A column as PostgreSQL describes it."""

    type: str
    required: bool
    default: str | None

    def written(self, name: str) -> str:
        """As a table's definition has it."""
        default = f" DEFAULT {self.default}" if self.default else ""
        return f'"{name}" {self.type}{default}{" NOT NULL" if self.required else ""}'


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


def attach(connection: Connection, table: str, year: int) -> list[str]:
    """Bring a year's part back with the columns its table has got since; returns those.

    Raises `PartDiffers` where that takes more than adding columns.
    """
    part = f"{table}_{int(year)}"
    whole, kept = _columns(connection, table), _columns(connection, part)
    if reason := _hindrance(whole, kept):
        raise PartDiffers(f"{part}: {reason}")
    missing = [name for name in whole if name not in kept]
    for name in missing:
        connection.execute(text(f'ALTER TABLE "{part}" ADD COLUMN {whole[name].written(name)}'))
    connection.execute(text(f'ALTER TABLE "{table}" ATTACH PARTITION "{part}" {_bounds(year)}'))
    return missing


def is_partition(connection: Connection, name: str | None) -> bool:
    """Whether a table is a part of another, and so not a table of the models."""
    if connection.dialect.name != "postgresql" or not name:
        return False
    found = text("SELECT relispartition FROM pg_class WHERE oid = to_regclass(:name)")
    return bool(connection.scalar(found, {"name": f'"{name}"'}))


def make_undated(table: Any, connection: Connection, **_options: Any) -> None:
    """After the table is made: the part for what has no year, so that there is always one."""
    ensure_years(connection, table.name, [_UNDATED])


def _columns(connection: Connection, table: str) -> dict[str, _Column]:
    rows = connection.execute(
        text(
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)"
            " FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum"
            " WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
        ),
        {"table": f'"{table}"'},
    )
    return {name: _Column(*described) for name, *described in rows}


def _hindrance(whole: Mapping[str, _Column], kept: Mapping[str, _Column]) -> str | None:
    """Why adding the missing columns is not enough, if so."""
    if not kept:
        return "there is no such table"
    if strange := [name for name in kept if name not in whole]:
        return f"the table has no column {', '.join(strange)} any more"
    if other := [name for name, column in kept.items() if column.type != whole[name].type]:
        return f"another type is kept in {', '.join(other)}"
    if loose := [name for name, column in kept.items() if whole[name].required and not column.required]:
        return f"a value has become required in {', '.join(loose)}"
    needed = [name for name in whole if name not in kept and whole[name].required and not whole[name].default]
    return f"its rows have no {', '.join(needed)}, which the table requires" if needed else None


def _make(connection: Connection, table: str, year: int) -> None:
    # Made apart and attached: that takes no lock which would stop those who read or write other years.
    part = f"{table}_{int(year)}"
    connection.execute(
        text(f'CREATE TABLE "{part}" (LIKE "{table}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS)')
    )
    connection.execute(text(f'ALTER TABLE "{table}" ATTACH PARTITION "{part}" {_bounds(year)}'))


def _bounds(year: int) -> str:
    return f"FOR VALUES FROM ({int(year)}) TO ({int(year) + 1})"
