"""A PostgreSQL server of the tests' own, from the system's packages, in a temporary folder."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


class PostgresServer:
    """One server on a private port; databases are made from templates and dropped by name."""

    def __init__(self, options: str = _QUICK, folder: str | None = None) -> None:
        self._options = options
        self._programs = _programs()
        self._folder = Path(tempfile.mkdtemp(prefix="portal-postgres-", dir=folder))
        self._port = free_port()
        # The server refuses to run as root; Debian's package brings the user it may run as.
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(self._folder, "postgres")
        self._start()

    def url(self, name: str) -> str:
        """The address of a database, in SQLAlchemy's form."""
        return f"postgresql+psycopg://tests@127.0.0.1:{self._port}/{name}"

    def create(self, name: str, template: str = "template0") -> str:
        """A new database; returns its address."""
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """End the server and forget everything."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def restart(self) -> None:
        """Kill the server where it is, as a lost machine would, and start it on the same data."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")
        self._launch()

    def recover(self) -> None:
        """Have the server up again after a crash: it comes back by itself, or is down and is started."""
        until = time.monotonic() + 30
        while (self._folder / "data" / "postmaster.pid").exists():
            if self._answers():
                return
            assert time.monotonic() < until, "the server neither comes back nor goes down"
            time.sleep(0.05)
        self._launch()

    def _answers(self) -> bool:
        try:
            self._execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _start(self) -> None:
        self._run(
            "initdb", "-D", self._data, "-A", "trust", "-U", "tests", "--no-sync", "-E", "UTF8", "--locale=C"
        )
        self._launch()

    def _launch(self) -> None:
        options = (
            f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {self._options}"
        )
        self._run("pg_ctl", "-D", self._data, "-o", options, "-l", f"{self._data}/log", "-w", "start")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_user, str(self._programs / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self._folder, check=False)
        assert done.returncode == 0, f"{program} failed as {getpass.getuser()}: {done.stdout}{done.stderr}"

    def _execute(self, statement: str) -> None:
        with psycopg.connect(
            host="127.0.0.1", port=self._port, user="tests", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)  # type: ignore[arg-type]


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _programs() -> Path:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert versions, "PostgreSQL is not installed; `make test` installs it, or: apt-get install postgresql"
    return versions[-1].parent
