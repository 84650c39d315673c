"""How fast a file of dossiers is in the database, indexes included."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.clock import utc_now
from app.db.base import Database
from app.db.deferring import indexes_afterwards
from app.features.dossiers.mirror.models import Dossier
from app.features.intake.loading import InitialLoader, Progress
from app.features.intake.reading import lines_of
from app.features.intake.sharing import Source, load_shared
from bench.results import rss, say

KEY = b"development-only-encryption-key!"


def load(database: Database, file: Path, source: str, goal: int | None, processes: int = 1) -> None:
    """Load a file made beforehand and say how fast, indexes included, and what it costs."""
    with file.open("rb") as body:
        size = sum(block.count(b"\n") for block in iter(lambda: body.read(1 << 22), b""))
    early: list[float] = []

    def moved(progress: Progress) -> None:
        if not early and progress.lines >= size // 5:
            early.append(rss())

    began, cpu = time.perf_counter(), _processor()
    with indexes_afterwards(database, Dossier):
        if processes == 1:
            with file.open("rb") as body:
                InitialLoader(database, utc_now).load(source, lambda: lines_of(body), moved=moved)
        else:
            url = database.engine.url.render_as_string(hide_password=False)
            load_shared(Source(url, (KEY,), source, file), processes)
        stored, spent = time.perf_counter() - began, _processor() - cpu
    took = time.perf_counter() - began
    ok = None if goal is None else size / took >= goal
    say(f"load {source}", size / took, "dossiers/s", f">= {goal:,}" if goal else "", ok)
    say(f"load {source}, without the indexes after", size / stored, "dossiers/s")
    say(f"load {source}, processor of the loader", spent / size * 1e6, "us/dossier")
    say(f"load {source}, machine", os.getloadavg()[0], "busy")
    if early:
        grown = rss() - early[0]
        say(f"load {source}, memory grown after a fifth", grown, "MiB", "<= 20", grown <= 20)


def _processor() -> float:
    """Seconds of processor used by this process and those it started that have ended."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


@contextmanager
def prepared(within: str | None, records: Iterable[bytes]) -> Iterator[Path]:
    """The records as a file, made before anything is measured."""
    with tempfile.TemporaryDirectory(dir=within) as folder:
        file = Path(folder) / "dossiers.jsonl"
        with file.open("wb") as body:
            body.writelines(records)
        yield file
