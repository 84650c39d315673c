"""Migrations lead an empty database to exactly the tables the code works with."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from app.db.base import Base
from app.db.partitions import is_partition
from app.db.schema import is_current, upgrade


def test_the_migrated_tables_are_those_of_the_models(empty_database):
    upgrade(empty_database)

    with empty_database.engine.connect() as connection:
        def is_ours(name, kind, _parents):
            return kind != "table" or not is_partition(connection, name)

        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(empty_database):
    upgrade(empty_database)
    before = inspect(empty_database.engine).get_table_names()

    upgrade(empty_database)

    assert inspect(empty_database.engine).get_table_names() == before
    assert is_current(empty_database)


def test_an_empty_database_is_not_current(empty_database):
    assert not is_current(empty_database)
