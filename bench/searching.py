"""The national import, and suggestions over HTTP on busy cores: `python -m bench.searching`."""

from __future__ import annotations

import multiprocessing
import socket
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from app.clock import utc_now
from bench import national
from bench.load import Target, read_answer
from bench.pages import serving
from bench.search import line, share
from tests.support.worlds import World, command

CORES = 2
TYPED = ("kh", "khai", "khai si", "giay phep l", "mat cccd", "bo tu phap", "lost driv", "so do", "mới sinh")
ROUNDS = 60


def imported(folder: Path) -> tuple[float, float]:
    """Seconds to take in the national file with its index, by the clock and of processor time."""
    world = World(folder, utc_now)
    world.prepare()
    records = national.shared_data() / "procedures"
    names = ("--names-en", str(records / "names_en.tsv"))
    began, spent = time.perf_counter(), time.process_time()
    command(world.portal, "catalogue", "import", str(records / "dvcqg_2026_full.jsonl.gz"), *names)
    seconds = time.perf_counter() - began, time.process_time() - spent
    world.close()
    return seconds


def suggestions(port: int) -> list[float]:
    """Milliseconds of every suggestion fragment, ascending, asked one after the other on one connection."""
    times = []
    targets = [Target(port, f"/vi/procedures/suggestions?q={quote(typed)}") for typed in TYPED]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(ROUNDS * len(targets)):
            began = time.perf_counter()
            connection.sendall(fragment(targets[number % len(targets)]))
            if not read_answer(connection):
                raise RuntimeError("a suggestion was not answered 200")
            times.append((time.perf_counter() - began) * 1000)
    return sorted(times[len(targets) :])


def fragment(target: Target) -> bytes:
    """The request as htmx makes it."""
    return target.request().replace(
        b"\r\n\r\n", b"\r\nHX-Request: true\r\nHX-Target: div#suggestions\r\n\r\n"
    )


def _burn() -> None:
    while True:
        sum(range(10_000))


def on_busy_cores(port: int) -> list[float]:
    """The same while every core is kept busy by somebody else."""
    others = [multiprocessing.Process(target=_burn, daemon=True) for _ in range(CORES)]
    for other in others:
        other.start()
    try:
        return suggestions(port)
    finally:
        for other in others:
            other.terminate()


def main() -> None:
    """Print all results."""
    if not national.available():
        print("skipped: the shared data is not there")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds, processor = imported(folder)
        line("catalogue-import", seconds, "s", "≤20", ok=seconds <= 20)
        line("catalogue-import-processor-time", processor, "s", "-", ok=True)
        with serving("wsgi:portal", {"PORTAL_DATA_DIR": str(folder / "portal")}) as port:
            quiet, busy = suggestions(port), on_busy_cores(port)
        line("suggestion-http-p50", share(quiet, 0.5), "ms", "-", ok=True)
        line("suggestion-http-p95", share(quiet, 0.95), "ms", "-", ok=True)
        line("suggestion-http-busy-p95", share(busy, 0.95), "ms", "≤15", ok=share(busy, 0.95) <= 15)


if __name__ == "__main__":
    main()
