"""Ten million dossiers: loading them, the steady stream of events, and finding one.

`python -m bench.dossiers --size 10500000` is the whole of it: five minutes on two idle processors, an hour
on busy ones. `--copied` loads a tenth and multiplies it inside PostgreSQL, which measures all but the load at
full size.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import structlog
from sqlalchemy import text

import app.factory  # noqa: F401 - registers every table
from app.clock import utc_now
from app.db import encryption
from app.db.base import Base, Database
from app.db.partitions import attach, detach
from app.features.dossiers.mirror.standing import Standings
from app.gateways.agencies import DossierChange
from app.jobs.worker import spare_the_collector
from bench.dossier_lists import browse, business, clean
from bench.dossier_loads import KEY, load, prepared
from bench.dossier_records import lines
from bench.results import at_least, quantile, say, times
from tests.support.dossiers import dossier_service
from tests.support.postgres import PostgresServer

_SERVER = (
    "-c shared_buffers=3GB -c max_wal_size=12GB -c checkpoint_timeout=30min -c wal_level=replica "
    "-c work_mem=64MB -c maintenance_work_mem=512MB -c max_connections=40"
)
_COPY = """
INSERT INTO dossier (id, code, owner_id, holder, holder_kind, locality_code, channel, procedure_code, subject,
  language, status, agency_code, submitted_at, received_at, due_at, needs_person, version, updated_at,
  finished_at, fact_id_digest, fact_phone_digest)
SELECT gen_random_uuid(),
  regexp_replace(code, '-(\\d+)$', '-' || lpad(CAST(:turn AS text), 2, '0') || '\\1'), NULL,
  substr(sha256(holder || CAST(CAST(:turn AS text) AS bytea)), 1, 16), holder_kind, locality_code, channel,
  procedure_code, subject, language, status, agency_code, submitted_at, received_at, due_at, needs_person,
  version, updated_at, finished_at, fact_id_digest, fact_phone_digest
FROM dossier WHERE code ~ '-\\d{4}$|-\\d{7}$' AND owner_id IS NULL
"""


def stream(database: Database, codes: Sequence[str], batches: int, goal: int) -> None:
    """Apply steady events, 1,000 a transaction, each of another dossier."""
    spare_the_collector()  # as the worker does before it begins
    chosen = random.Random(7).sample(list(codes), min(len(codes), batches * 1_000))
    first, *rest = [chosen[start : start + 1_000] for start in range(0, len(chosen), 1_000)]
    with tempfile.TemporaryDirectory() as folder:
        _tell(database, Path(folder), first)
        began, cpu = time.perf_counter(), time.process_time()
        for some in rest:
            _tell(database, Path(folder), some)
        took, taken = time.perf_counter() - began, sum(map(len, rest))
    say(
        "steady events, all indexes, one worker",
        taken / took,
        "events/s",
        f">= {goal:,}",
        taken / took >= goal,
    )
    say("steady events, processor of the worker", (time.process_time() - cpu) / taken * 1e6, "us/event")


def _tell(database: Database, folder: Path, codes: Sequence[str]) -> None:
    now = datetime.now(UTC)
    changes = [_change(code, place, now) for place, code in enumerate(codes)]
    with database.transaction() as session:
        dossier_service(session, folder, utc_now).apply(changes)
        session.commit()


def _change(code: str, number: int, now: datetime) -> DossierChange:
    moment = now - timedelta(seconds=number % 1000)
    return DossierChange(
        event_id=f"bench-{code}-5", version=5, dossier_code=code, status=4, occurred_at=moment
    )


def find(database: Database, codes: Sequence[str], what: str) -> float:
    """Time look-ups one by one; returns their median in ms."""
    chosen = random.Random(11).choices(codes, k=3_000)
    with database.session(writes=False) as session:
        standings = Standings(session)
        ours = times(standings.of, chosen)
        connection = session.connection()
        driver = connection.connection
        mark = "%s" if connection.dialect.name == "postgresql" else "?"
        cursor = driver.cursor()

        def bare(code: str) -> None:
            cursor.execute(f"SELECT id, status FROM dossier WHERE code = {mark}", (code,))
            cursor.fetchall()

        plain = times(bare, chosen)
    p99, median = quantile(ours, 99), statistics.median(ours)
    say(f"tracking look-up p99, {what}", p99, "ms", "<= 5", p99 <= 5)
    say(f"tracking look-up median, {what}", median, "ms")
    say(f"  p99 of a bare indexed SELECT, {what}", quantile(plain, 99), "ms")
    say(f"  of a bare indexed SELECT, {what}", median / statistics.median(plain), "times")
    return median


def codes_of(database: Database, most: int = 30_000, *, at_work: bool = False) -> list[str]:
    """Codes from all over the table."""
    with database.session(writes=False) as session:
        if database.engine.dialect.name == "postgresql":
            clean(database)
            share = "SELECT code FROM dossier TABLESAMPLE BERNOULLI (20) {} LIMIT :most"
        else:
            share = "SELECT code FROM dossier {} ORDER BY substr(code, -5) LIMIT :most"
        condition = "WHERE status = 4 AND owner_id IS NULL" if at_work else ""
        return list(session.scalars(text(share.format(condition)), {"most": most}))


def partitions(database: Database) -> None:
    """Take the year's events away and bring them back."""
    with database.engine.begin() as connection:
        began = time.perf_counter()
        detach(connection, "dossier_event", 2026)
    say("detach a year of events", (time.perf_counter() - began) * 1e3, "ms")
    with database.engine.begin() as connection:
        began = time.perf_counter()
        attach(connection, "dossier_event", 2026)
    say("attach a year of events", (time.perf_counter() - began) * 1e3, "ms")


def multiply(database: Database, times: int) -> None:
    """Copy what is loaded `times` times under other codes and holders."""
    for turn in range(1, times + 1):
        began = time.perf_counter()
        with database.engine.begin() as connection:
            made = connection.execute(text(_COPY), {"turn": turn}).rowcount
        say(f"copied inside PostgreSQL, turn {turn}", made / (time.perf_counter() - began), "rows/s")


def sizes(database: Database) -> None:
    """How much room the table and its indexes take."""
    with database.engine.connect() as connection:
        rows = connection.scalar(text("SELECT count(*) FROM dossier")) or 1
        table = connection.scalar(text("SELECT pg_relation_size('dossier')")) or 0
        indexes = connection.scalar(text("SELECT pg_indexes_size('dossier')")) or 0
    say("dossiers in the table", rows, "rows")
    say("room of a row", table / rows, "bytes")
    say("room of its index entries", indexes / rows, "bytes")


@contextmanager
def postgres(folder: str | None) -> Iterator[Database]:
    """A server of the benchmark's own that really writes to disk."""
    server = PostgresServer(_SERVER, folder)
    try:
        database = Database(server.create("bench"))
        Base.metadata.create_all(database.engine)
        yield database
        database.dispose()
    finally:
        server.stop()


def measure(database: Database, size: int, *, what: str, within: str | None, processes: int) -> float:
    """Load, then find, browse and stream; returns the median look-up in ms."""
    person = business(database)
    with prepared(within, lines(size)) as file:
        load(database, file, what, 20_000, processes)
    codes = codes_of(database)
    found = find(database, codes, what)
    browse(database, person, what)
    stream(database, codes_of(database, at_work=True), 20, 5_000)
    return found


def main() -> None:
    """Measure at the size asked for."""
    options = argparse.ArgumentParser()
    options.add_argument("--size", type=at_least, default=200_000)
    options.add_argument(
        "--copied", action="store_true", help="load a tenth, multiply the rest in PostgreSQL"
    )
    options.add_argument("--folder", help="where the server keeps its data")
    options.add_argument("--database", choices=("both", "postgresql", "sqlite"), default="both")
    options.add_argument("--processes", type=int, default=2, help="of the load at full size, on PostgreSQL")
    given = options.parse_args()
    encryption.install((KEY,))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    say("size", given.size, "dossiers")
    say("load before", os.getloadavg()[0], f"of {os.cpu_count()}")
    if given.database != "sqlite":
        _postgresql(given.folder, given.size, given.copied, given.processes)
    if given.database != "postgresql":
        _sqlite(given.folder, min(given.size, 1_000_000))


def _postgresql(folder: str | None, size: int, copied: bool, processes: int) -> None:
    with postgres(folder) as small:
        little = measure(small, 100_000, what="PostgreSQL 100,000", within=folder, processes=1)
    with postgres(folder) as database:
        _large(database, size, copied, little, folder, processes)


def _sqlite(within: str | None, size: int) -> None:
    with tempfile.TemporaryDirectory(dir=within) as folder:
        database = Database(f"sqlite:///{folder}/bench.sqlite3")
        Base.metadata.create_all(database.engine)
        measure(database, size, what=f"SQLite {size:,}", within=folder, processes=1)
        database.dispose()


def _large(
    database: Database, size: int, copied: bool, little: float, within: str | None, processes: int
) -> None:
    name = f"PostgreSQL {size:,}"
    person = business(database)
    loaded = size // 10 if copied else size
    with prepared(within, lines(loaded)) as file:
        load(database, file, f"PostgreSQL {loaded:,}", 20_000, processes)
    if copied:
        multiply(database, 9)
        last = islice(lines(loaded * 2), loaded * 2 - 100_000, None)
        with prepared(within, last) as file:
            load(database, file, "100,000 more into the full table", None)
    codes = codes_of(database)
    median = find(database, codes, name)
    say("look-up against 100,000", median / little, "times", "< 2", median / little < 2)
    browse(database, person, name)
    stream(database, codes_of(database, at_work=True), 20, 5_000)
    sizes(database)
    partitions(database)


if __name__ == "__main__":
    main()
