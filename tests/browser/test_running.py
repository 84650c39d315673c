"""`make run` as an operator meets it: quick second start, data kept, clear words when it cannot run."""

import os
import signal
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.servers import Servers


@pytest.fixture
def running(tmp_path):
    """The portal of this test, started once."""
    servers = Servers(tmp_path)
    servers.wait()
    yield servers
    servers.stop()


def test_a_second_start_keeps_the_data_and_one_signal_ends_everything(running, tmp_path):
    database = tmp_path / "portal.sqlite3"
    children = descendants(running.pid)
    inode = database.stat().st_ino

    status = running.stop(signal.SIGINT)

    assert status == 0
    assert "Đã dừng · Stopped" in running.said()
    assert [pid for pid in children if alive(pid)] == []

    again = Servers(tmp_path)
    again.wait()
    again.stop()
    assert database.stat().st_ino == inode


def test_a_part_that_dies_is_named_and_started_again(running):
    (worker,) = workers(running)

    os.kill(worker, signal.SIGKILL)

    eventually(lambda: "The worker ended" in running.said())
    eventually(lambda: workers(running))
    with urllib.request.urlopen(f"{running.portal}/healthz", timeout=5) as answer:
        assert answer.status == 200


def test_a_port_in_use_is_said_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        servers = Servers(tmp_path, {"PORTAL_PORT": port})
        status = servers.ended()

    assert status == 1
    assert f"Port {port} is in use" in servers.said()
    assert not (tmp_path / "portal.sqlite3").exists()


def test_settings_that_are_missing_are_all_named_at_once(tmp_path):
    servers = Servers(tmp_path, {"PORTAL_ENV": "production"})

    status = servers.ended()

    assert status == 1
    assert "PORTAL_SECRET_KEY is missing" in servers.said()
    assert "PORTAL_ENCRYPTION_KEYS is missing" in servers.said()


def workers(servers):
    """The worker's process, if it runs."""
    return [pid for pid in descendants(servers.pid) if command_line(pid).split()[-1:] == ["worker"]]


def eventually(true, seconds=20):
    """Wait until it is true."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it never became true"
        time.sleep(0.1)


def descendants(pid):
    """The processes a process has started, and theirs."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (found := parent(int(entry.name))) is not None:
            parents.setdefault(found, []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def parent(pid):
    """The parent of a process, none when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def command_line(pid):
    """What a process was started with."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def alive(pid):
    """Whether the process runs; one that waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
