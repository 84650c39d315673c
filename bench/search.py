"""How fast the search engine is and what it costs: `python -m bench.search`.

Every query is timed several times and its best time kept, so that other work on the machine counts little;
SQLite FTS5 and PostgreSQL full text answer the same queries over the same data in the same run. Shares of the
labelled queries are of those everybody knows; a second set is kept apart.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.search import Index, IndexStore
from bench import national
from bench.fts5 import Answer, Fts5
from bench.postgres_text import PostgresText
from bench.relevance import Query, engine, mean, measure

REPEATS = 5
MB = 1024 * 1024


def best_times(answer: Callable[[Query], object], queries: Sequence[Query]) -> list[float]:
    """The best time of every query in milliseconds, ascending."""
    return sorted(min(_timed(answer, query) for _ in range(REPEATS)) for query in queries)


def _timed(answer: Callable[[Query], object], query: Query) -> float:
    began = time.perf_counter()
    answer(query)
    return (time.perf_counter() - began) * 1000


def share(times: Sequence[float], part: float) -> float:
    """The time below which `part` of the queries stay."""
    return times[min(len(times) - 1, int(len(times) * part))]


def resident() -> float:
    """The memory of this process in megabytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


def line(name: str, value: float, unit: str, goal: str, *, ok: bool) -> None:
    """One result as `name value unit goal verdict`."""
    print(f"{name} {value:.2f} {unit} {goal} {'ok' if ok else 'missed'}")


def typed(queries: Sequence[Query]) -> list[Query]:
    """Every query as it grows under the fingers: its beginnings of 1, 2, 3, 5, 8 and 13 characters."""
    return [{**query, "query": query["query"][:n]} for query in queries for n in (1, 2, 3, 5, 8, 13)]


def loaded(directory: Path) -> tuple[Index, float, float]:
    """The published index in this process, with the seconds and megabytes that loading it took."""
    gc.collect()
    before, began = resident(), time.perf_counter()
    index = IndexStore(directory).at(1)
    if index is None:
        raise RuntimeError("nothing was published")
    seconds = time.perf_counter() - began
    gc.collect()
    return index, seconds, resident() - before


def built(directory: Path) -> tuple[float, float]:
    """Seconds another process needs to build and publish the index, by the clock and of processor time."""
    child = os.fork()
    if child == 0:
        entries = national.entries()
        began, spent = time.perf_counter(), time.process_time()
        IndexStore(directory).rebuild(1, entries)
        seconds = time.perf_counter() - began, time.process_time() - spent
        (directory / "seconds").write_text(" ".join(map(str, seconds)), "ascii")
        os._exit(0)
    os.waitpid(child, 0)
    clock, processor = (directory / "seconds").read_text("ascii").split()
    return float(clock), float(processor)


def speed(index: Index, queries: Sequence[Query]) -> list[float]:
    """Print the engine's own times; returns those of the queries, ascending."""
    ours = best_times(lambda query: index.search(query["query"], query["lang"]), queries)
    growing = best_times(lambda query: index.suggest(query["query"], query["lang"]), typed(queries))
    for name, times in (("search", ours), ("suggest", growing)):
        line(f"{name}-engine-p50", share(times, 0.5), "ms", "≤1", ok=share(times, 0.5) <= 1)
        line(f"{name}-engine-p99", share(times, 0.99), "ms", "≤5", ok=share(times, 0.99) <= 5)
    return ours


def compare(name: str, search: Callable[[str], Answer], ours: Sequence[float], goal: float | None) -> None:
    """Print how much slower another engine is on the same queries, and how often it finds."""
    queries = national.queries()
    theirs = best_times(lambda query: search(query["query"]), queries)
    for part in (0.5, 0.99):
        ratio = share(theirs, part) / share(ours, part)
        asked = f"≥{goal:g}" if goal else "-"
        line(f"search-against-{name}-p{part * 100:g}", ratio, "times-faster", asked, ok=ratio >= (goal or 0))
    found = mean(measure(lambda query, _: search(query)[0], queries)["all"])
    line(f"search-success-at-1-{name}", found.first, "share", "-", ok=True)
    line(f"search-success-at-5-{name}", found.five, "share", "-", ok=True)
    line(f"search-ndcg-at-10-{name}", found.ndcg, "share", "-", ok=True)


def others(ours: Sequence[float]) -> None:
    """SQLite FTS5 and, where it is installed, PostgreSQL full text on the same data."""
    fts5 = Fts5(national.entries())
    compare("fts5", fts5.search, ours, 3)
    compare("fts5-all-words", lambda query: fts5.search(query, every=True), ours, None)
    postgres = PostgresText(national.entries())
    try:
        compare("postgresql", postgres.search, ours, None)
    finally:
        postgres.stop()


def quality(index: Index) -> None:
    """How often the engine itself finds, by kind and language; the names are those of the other engines."""
    for kind, scores in sorted(measure(engine(index), national.queries()).items()):
        found, end = mean(scores), "" if kind == "all" else f"-{kind.replace(' ', '-')}"
        goal = 0.95 if kind == "all" else 0.85
        line(f"search-success-at-5{end}", found.five, "share", f"≥{goal}", ok=found.five >= goal)
        line(f"search-success-at-1{end}", found.first, "share", "-", ok=True)
        line(f"search-ndcg-at-10{end}", found.ndcg, "share", "-", ok=True)
        line(f"search-zero-results{end}", found.empty, "share", "-", ok=True)


def switching(directory: Path, index: Index) -> None:
    """The worst wait of a reader while another process builds and this one takes the new index over."""
    store, query = IndexStore(directory), national.queries()[0]
    store.at(1)
    child = os.fork()
    if child == 0:
        IndexStore(directory).rebuild(2, national.entries())
        os._exit(0)
    waits: list[float] = []
    while (current := store.at(2)) is not None and current.version != 2:
        began = time.perf_counter()
        current.search(query["query"])
        waits.append((time.perf_counter() - began) * 1000)
        time.sleep(0.001)
    os.waitpid(child, 0)
    waits.sort()
    worst = waits[-1]
    line("search-during-rebuild-p99", share(waits, 0.99), "ms", "-", ok=True)
    line("search-during-rebuild-worst", worst, "ms", "≤100", ok=worst <= 100)
    line("search-during-rebuild-quiet-worst", _worst_quiet(index, query, len(waits)), "ms", "-", ok=True)


def _worst_quiet(index: Index, query: Query, times: int) -> float:
    """The worst of as many searches with nothing else going on in this process."""
    return max(_timed(lambda one: index.search(one["query"]), query) for _ in range(min(times, 2000)))


def main() -> None:
    """Print all results."""
    if not national.available():
        print("skipped: the shared data is not there")
        return
    with tempfile.TemporaryDirectory() as folder:
        seconds, processor = built(Path(folder))
        line("search-index-build", seconds, "s", "≤5", ok=seconds <= 5)
        line("search-index-build-processor-time", processor, "s", "-", ok=True)
        index, loading, memory = loaded(Path(folder))
        line("search-index-load", loading, "s", "-", ok=True)
        line("search-memory-per-process", memory, "MB", "≤60", ok=memory <= 60)
        quality(index)
        ours = speed(index, national.queries())
        switching(Path(folder), index)
        others(ours)


if __name__ == "__main__":
    main()
