"""A disk that is really full, mounted for the test: the reader stops, and afterwards nothing is missing."""

import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.db import encryption
from app.db.base import Database
from app.features.dossiers.mirror.models import DossierEvent
from app.jobs.outbox import Courier
from tests.support.mirrors import assert_mirrors
from tests.support.post import Post, assert_each_arrived
from tests.support.postgres import PostgresServer
from tests.support.worlds import portal_settings

_SIZE = "160m"
_LITTLE_LOG = "-c fsync=on -c min_wal_size=32MB -c max_wal_size=48MB -c shared_buffers=16MB"


class SmallDisk:
    """A disk in memory; `fill` takes all that is free, `empty` gives it back."""

    def __init__(self, folder):
        self.folder = folder

    @property
    def _ballast(self):
        return self.folder / "ballast"

    def fill(self):
        """Leave no room."""
        with self._ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(256 * 1024))

    def empty(self):
        """There is room again."""
        self._ballast.unlink()


@pytest.fixture
def disk():
    """A disk of its own, where one may be mounted."""
    folder = Path(tempfile.mkdtemp(prefix="portal-disk-"))
    folder.chmod(0o755)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip("no disk may be mounted here")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)
    folder.rmdir()


@pytest.fixture
def server(disk):
    """A PostgreSQL server whose data and log lie on that disk."""
    started = PostgresServer(_LITTLE_LOG, folder=str(disk.folder))
    yield started
    started.stop()


@pytest.fixture
def empty_database(request, backend, disk, tmp_path):
    """A database on that disk."""
    encryption.install(portal_settings(tmp_path).encryption_keys)
    url = f"sqlite:///{disk.folder}/database.sqlite3"
    if backend == "postgresql":
        url = request.getfixturevalue("server").create("portal")
    database = Database(url)
    yield database
    database.dispose()


def events(database):
    with database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(DossierEvent))


def test_a_disk_that_is_full_in_the_middle_stops_the_reader_and_loses_nothing(
    disk, database, log, feed, follow
):
    half = len(log) // 2
    follow(feed(until=half, page_size=3))
    disk.fill()
    with pytest.raises(DBAPIError) as stopped:
        follow(feed(page_size=3))
    landed = events(database)
    disk.empty()

    follow(feed(page_size=3))

    assert "database or disk is full" in str(stopped.value) or "No space left on device" in str(stopped.value)
    assert half <= landed < len(log)
    assert_mirrors(database, log)


def test_a_disk_that_is_full_while_notices_go_out_loses_and_doubles_none(
    disk, database, log, feed, follow, clock
):
    follow(feed(until=12))
    post = Post()

    def deliver(limit=50):
        clock.move(minutes=3)
        Courier(database, {"mail": post}, clock).deliver_due(limit)

    deliver(limit=3)
    disk.fill()
    with suppress(DBAPIError):  # a server may still have room within its pages
        deliver()
    disk.empty()

    deliver()

    assert_each_arrived(database, post)


def test_a_server_that_crashes_for_want_of_room_for_its_log_has_lost_nothing(
    request, backend, disk, database, log, feed, follow
):
    if backend != "postgresql":
        pytest.skip("SQLite has no server to go down")
    half = len(log) // 2
    follow(feed(until=half, page_size=3))
    disk.fill()
    with pytest.raises(DBAPIError), database.engine.connect() as connection:
        for _piece in range(20):
            connection.execute(text("SELECT pg_logical_emit_message(true, 'more', 'log'), pg_switch_wal()"))
            connection.commit()
    with suppress(DBAPIError):  # it may be down, or back with the room that its own log gave up
        follow(feed(page_size=3))
    database.dispose()
    disk.empty()
    request.getfixturevalue("server").recover()
    landed = events(database)

    follow(feed(page_size=3))

    assert landed >= half
    assert_mirrors(database, log)
