"""The sandbox's own database: engine, sessions and column types."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Engine, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

BUSY_TIMEOUT_S = 30


class UTCTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on databases that forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Every table of the sandbox."""

    type_annotation_map = {datetime: UTCTime, dict[str, Any]: JSON, list[Any]: JSON}


class Counter(Base):
    """A named number that only grows; its row lock makes numbers gapless and in commit order."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


class Database:
    """Opens sessions; a writing session takes the write lock at its first statement."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url, connect_args=_connect_args(url))
        if self.engine.dialect.name == "sqlite":
            _let_sqlite_share(self.engine)
        Base.metadata.create_all(self.engine)
        self._writing = self.engine.execution_options(writes=True)

    def open(self, *, writes: bool) -> Session:
        """A session the caller closes."""
        return Session(self._writing if writes else self.engine)

    @contextmanager
    def session(self, *, writes: bool) -> Iterator[Session]:
        """A session that ends with the block; uncommitted work is rolled back."""
        with self.open(writes=writes) as session:
            yield session


def _connect_args(url: str) -> dict[str, Any]:
    return {"timeout": BUSY_TIMEOUT_S, "check_same_thread": False} if url.startswith("sqlite") else {}


def _let_sqlite_share(engine: Engine) -> None:
    """Readers beside one writer, who waits for the lock at BEGIN instead of failing half-way."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
