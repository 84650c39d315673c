"""The database: one engine, its sessions, and the base of every table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from app.db.sessions import LeanSession
from app.db.statements import handed_over

_WRITES = "writes"


class Base(DeclarativeBase):
    """Base of every table; constraint names are stable so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Database:
    """Opens sessions on SQLite or PostgreSQL; a writing session takes SQLite's write lock at once."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        writing = self.engine.execution_options(**{_WRITES: True})
        self._reading = sessionmaker(self.engine, class_=LeanSession, expire_on_commit=False)
        self._writing = sessionmaker(writing, class_=LeanSession, expire_on_commit=False)

    def session(self, *, writes: bool = True) -> Session:
        """A new session; the caller closes it."""
        return self._writing() if writes else self._reading()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A writing session that rolls back whatever was not committed."""
        with self._writing() as session:
            yield session

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    # An error is logged with its trace; what people typed does not belong there.
    if not url.startswith("sqlite"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    # The connection that wrote last still knows its pages; any other must read them anew.
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 20}, pool_use_lifo=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins too late to lock; we begin ourselves.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL", "busy_timeout=20000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer after another commit fails at once in SQLite, whatever the time-out;
    # a transaction that will write therefore asks for the lock when it begins.
    writes = connection.get_execution_options().get(_WRITES)
    handed_over(connection, "BEGIN IMMEDIATE" if writes else "BEGIN").close()
