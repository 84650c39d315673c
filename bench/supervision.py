"""Late dossiers of one province among all of them: `python -m bench.supervision --size 1000000`.

Places are real ones, dossiers are skewed by agency, a few name no place, and one province keeps its time so
well that nothing of it is late: to say so, the whole list would have to be read if nothing led there.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import event

import app.factory  # noqa: F401 - registers every table
from app.clock import utc_now
from app.db import encryption
from app.db.base import Base, Database
from app.features.dossiers.mirror.tallying import Place, Tallies
from app.features.supervision.counting import Supervision
from app.features.supervision.provinces import province_of
from app.features.supervision.service import LatePage, SupervisionService
from app.localities.places import Places
from app.localities.units import CURRENT
from bench.dossier_lists import clean
from bench.dossier_loads import KEY, load, prepared
from bench.dossier_records import lines
from bench.dossiers import postgres
from bench.results import at_least, quantile, say

PUNCTUAL = "12"
GOAL_MS = 50.0
_DONE, _WITHOUT_PLACE = 10, 20


@lru_cache(maxsize=128)
def _places(province: str) -> list[str]:
    return [unit.code for unit in Places().wards(CURRENT, province)] if province else []


def placed(size: int) -> Iterator[bytes]:
    """Records whose places lie in their agency's province; ministries and every twentieth name none."""
    for number, line in enumerate(lines(size)):
        record = msgspec.json.decode(line)
        province = province_of(record["agency_code"], "")
        wards = _places(province) if number % _WITHOUT_PLACE else []
        record["locality_code"] = wards[number % len(wards)] if wards else None
        if province == PUNCTUAL:
            record |= {"status": _DONE, "finished_at": record["due_at"]}
        yield msgspec.json.encode(record) + b"\n"


def measure(database: Database, size: int, what: str, within: str | None) -> None:
    """Load, then list the late dossiers of several provinces."""
    with prepared(within, placed(size)) as file:
        load(database, file, what, None)
    if database.engine.dialect.name == "postgresql":
        clean(database)
    Supervision(database, utc_now).count()
    with database.session(writes=False) as session:
        supervision = SupervisionService(session, utc_now)
        late = _late_by_province(session)
        ordered = [province for province, _count in late.most_common() if province]
        say(f"late, {what}", sum(late.values()), "dossiers")
        _show(supervision, f"everywhere, {what}", None)
        for name, province in (
            ("most", ordered[0]), ("middle", ordered[len(ordered) // 2]), ("fewest", ordered[-1]),
            ("none", PUNCTUAL),
        ):  # fmt: skip
            _show(supervision, f"province with {name} ({late[province]:,}), {what}", province)
    explain(database, ordered[-1])


def _show(supervision: SupervisionService, what: str, province: str | None) -> None:
    first = _timed(f"{what}", lambda: supervision.late(agency=None, province=province, after=None))
    if first.after:
        _timed(f"  its second page, {what}", lambda: _following(supervision, province, first.after))


def _following(supervision: SupervisionService, province: str | None, after: Place | None) -> LatePage:
    return supervision.late(agency=None, province=province, after=after)


def _timed(what: str, act: Callable[[], LatePage]) -> LatePage:
    taken, page = [], act()  # the first one warms up
    cpu = time.process_time()
    for _turn in range(20):
        began = time.perf_counter()
        page = act()
        taken.append((time.perf_counter() - began) * 1e3)
    cpu = (time.process_time() - cpu) / len(taken) * 1e3
    p95 = quantile(taken, 95)
    say(what, p95, "ms", f"<= {GOAL_MS:g}", p95 <= GOAL_MS)
    say("  median", statistics.median(taken), "ms")
    say("  processor of the portal", cpu, "ms")
    return page


def explain(database: Database, province: str) -> None:
    """Print the plan of the statements that list a province's late dossiers."""
    postgresql = database.engine.dialect.name == "postgresql"
    prefix = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " if postgresql else "EXPLAIN QUERY PLAN "
    plans: list[str] = []

    def told(connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            cursor = connection.connection.cursor()
            cursor.execute(prefix + statement, parameters)
            plans.extend(str(row[-1])[:160] for row in cursor.fetchall())

    event.listen(database.engine, "before_cursor_execute", told)
    with database.session(writes=False) as session:
        SupervisionService(session, utc_now).late(agency=None, province=province, after=None)
    event.remove(database.engine, "before_cursor_execute", told)
    print("\n".join(plans), flush=True)


def _late_by_province(session: Any) -> Counter[str]:
    late: Counter[str] = Counter()
    for one in Tallies(session).open(utc_now()):
        late[province_of(one.agency_code, one.locality_code or "")] += one.overdue
    return late


def main() -> None:
    """Measure at 100,000 and at the size asked for, on both databases or one."""
    options = argparse.ArgumentParser()
    options.add_argument("--size", type=at_least, default=100_000)
    options.add_argument("--folder", help="where the databases lie")
    options.add_argument("--database", choices=("both", "postgresql", "sqlite"), default="both")
    given = options.parse_args()
    encryption.install((KEY,))
    for size in sorted({100_000, given.size}):
        if given.database != "sqlite":
            with postgres(given.folder) as database:
                measure(database, size, f"PostgreSQL {size:,}", given.folder)
        if given.database != "postgresql":
            with tempfile.TemporaryDirectory(dir=given.folder) as folder:
                database = Database(f"sqlite:///{folder}/bench.sqlite3")
                Base.metadata.create_all(database.engine)
                measure(database, size, f"SQLite {size:,}", given.folder)
                database.dispose()


if __name__ == "__main__":
    main()
