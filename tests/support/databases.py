"""Fixtures: empty databases and whole worlds, on SQLite and, for integration, on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from app.db import encryption
from app.db.base import Base, Database
from tests.support.clock import MovableClock
from tests.support.memory import in_memory
from tests.support.postgres import PostgresServer
from tests.support.worlds import World, copy_world, portal_settings

_INTEGRATION = "/tests/integration/"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database` narrows the integration tests to one database while working."""
    parser.addoption("--database", choices=("both", "sqlite", "postgresql"), default="both")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Integration tests run on both databases, all others on SQLite."""
    if "backend" not in metafunc.fixturenames or _INTEGRATION not in metafunc.definition.path.as_posix():
        return
    chosen = metafunc.config.getoption("--database")
    backends = ["sqlite", "postgresql"] if chosen == "both" else [chosen]
    metafunc.parametrize("backend", backends, indirect=True)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database of this test."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def clock() -> MovableClock:
    """The clock of the portal and of the sandbox."""
    return MovableClock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The tests' own PostgreSQL server; failing to have one fails the test."""
    server = PostgresServer(folder=in_memory())
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> Iterator[str]:
    """An empty PostgreSQL database without tables."""
    name = f"test_{uuid4().hex}"
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[Database]:
    """A fresh database without tables."""
    encryption.install(portal_settings(tmp_path).encryption_keys)
    on_file = f"sqlite:///{tmp_path}/database.sqlite3"
    database = Database(on_file if backend == "sqlite" else request.getfixturevalue("postgres_url"))
    yield database
    database.dispose()


@pytest.fixture
def database(empty_database: Database) -> Database:
    """A fresh database with every table and nothing in them."""
    Base.metadata.create_all(empty_database.engine)
    return empty_database


@pytest.fixture(scope="session")
def world_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared world on SQLite, to be copied."""
    folder = tmp_path_factory.mktemp("world")
    world = World(folder, MovableClock())
    world.prepare()
    world.close()
    return folder


@pytest.fixture(scope="session")
def postgres_world_template(
    postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A prepared world on PostgreSQL: its folder, and the database to copy."""
    folder = tmp_path_factory.mktemp("postgres-world")
    world = World(folder, MovableClock(), postgres.create("world"))
    world.prepare()
    world.close()
    return folder, "world"


@pytest.fixture
def world(
    request: pytest.FixtureRequest, backend: str, clock: MovableClock, tmp_path: Path
) -> Iterator[World]:
    """The portal and the sandbox of one test."""
    folder = tmp_path / "world"
    if backend == "sqlite":
        copy_world(request.getfixturevalue("world_template"), folder)
        world = World(folder, clock)
        yield world
        world.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    template, database = request.getfixturevalue("postgres_world_template")
    copy_world(template, folder)
    name = f"test_{uuid4().hex}"
    world = World(folder, clock, server.create(name, database))
    yield world
    world.close()
    server.drop(name)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The shared data beside the repository; skips when it is not there."""
    beside = Path(__file__).parents[3] / "shared" / "domain" / "data"
    folder = Path(os.environ.get("PORTAL_SHARED_DATA") or beside)
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}; set PORTAL_SHARED_DATA")
    return folder
