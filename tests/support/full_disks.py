"""A database without room: SQLite that may not grow, PostgreSQL that says its disk is full."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, text

from app.db.base import Base, Database


class FullDisk:
    """Has room for `most` rows of a table on PostgreSQL, for six pages on SQLite, until it is `emptied`."""

    def __init__(self, database: Database, model: type[Base], most: int) -> None:
        self._database = database
        self._table = model.__tablename__
        self._limit = 0
        if database.engine.dialect.name == "postgresql":
            self._fill_server(most)
        else:
            self._fill_file()

    def emptied(self) -> None:
        """There is room again."""
        self._limit = 1_000_000
        self._database.dispose()
        if self._database.engine.dialect.name == "postgresql":
            self._execute(f"DROP TRIGGER full_disk ON {self._table}")

    def _fill_file(self) -> None:
        with self._database.engine.connect() as connection:
            self._limit = (connection.scalar(text("PRAGMA page_count")) or 0) + 6

        def full(connection: Any, _record: Any) -> None:
            connection.execute(f"PRAGMA max_page_count={self._limit}")

        self._database.dispose()
        event.listen(self._database.engine, "connect", full)

    def _fill_server(self, most: int) -> None:
        # What a server says whose disk is full (53100).
        self._execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF (SELECT count(*) FROM {self._table}) > {most} THEN "
            "RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END IF; "
            "RETURN NEW; END $$",
            f"CREATE TRIGGER full_disk AFTER INSERT ON {self._table} "
            "FOR EACH ROW EXECUTE FUNCTION full_disk()",
        )

    def _execute(self, *statements: str) -> None:
        with self._database.engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
