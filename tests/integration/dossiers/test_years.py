"""A year of events that was taken away comes back, also one from before today's columns."""

import pytest
from sqlalchemy import text

from app.db.partitions import PartDiffers, attach, detach, ensure_years, years_of

TABLE = "dossier_event"
LONG_AGO = 2020


@pytest.fixture
def connection(request, backend):
    """A connection to a database with the events of one old year taken away; nothing is committed."""
    if backend != "postgresql":
        pytest.skip("SQLite keeps the events whole")
    with request.getfixturevalue("database").engine.connect() as opened:
        ensure_years(opened, TABLE, [LONG_AGO])
        opened.execute(
            text(
                f"INSERT INTO {TABLE} (event_id, year, dossier_code, version, counted, status, occurred_at,"
                " lawful, arrived_at)"
                " VALUES ('a', 2020, '000.00.00.H26-200102-0001', 1, true, 1, now(), true, now())"
            )
        )
        detach(opened, TABLE, LONG_AGO)
        yield opened


def alter(connection, change):
    connection.execute(text(f"ALTER TABLE {TABLE}_{LONG_AGO} {change}"))


def test_a_year_from_before_a_column_gets_it_and_is_read_as_any_other(connection):
    alter(connection, "DROP COLUMN former")

    added = attach(connection, TABLE, LONG_AGO)

    assert added == ["former"]
    assert LONG_AGO in years_of(connection, TABLE)
    kept = connection.execute(text(f"SELECT event_id, former FROM {TABLE} WHERE year = {LONG_AGO}")).all()
    assert kept == [("a", None)]


def test_a_year_of_today_is_attached_as_it_is(connection):
    assert attach(connection, TABLE, LONG_AGO) == []


@pytest.mark.parametrize(
    "change, said",
    [
        ("DROP COLUMN status", "its rows have no status, which the table requires"),
        ("ADD COLUMN colour text", "the table has no column colour any more"),
        ("ALTER COLUMN former TYPE bigint", "another type is kept in former"),
        ("ALTER COLUMN status DROP NOT NULL", "a value has become required in status"),
        ("RENAME TO taken_elsewhere", "there is no such table"),
    ],
)
def test_what_else_stands_in_the_way_is_said_and_nothing_is_changed(connection, change, said):
    alter(connection, change)

    with pytest.raises(PartDiffers, match=said):
        attach(connection, TABLE, LONG_AGO)

    assert LONG_AGO not in years_of(connection, TABLE)
