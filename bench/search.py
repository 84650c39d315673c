"""How fast the search engine is and what it costs: `python -m bench.search`.

Every query is timed several times and its best time kept, so that other work on the machine counts little;
SQLite FTS5 answers the same queries over the same data in the same run.
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
from bench.fts5 import Fts5
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


def built(directory: Path) -> float:
    """Seconds another process needs to build and publish the index."""
    child = os.fork()
    if child == 0:
        entries = national.entries()
        began = time.perf_counter()
        IndexStore(directory).rebuild(1, entries)
        (directory / "seconds").write_text(str(time.perf_counter() - began), "ascii")
        os._exit(0)
    os.waitpid(child, 0)
    return float((directory / "seconds").read_text("ascii"))


def speed(index: Index, queries: Sequence[Query]) -> None:
    """Engine times, alone and against FTS5."""
    ours = best_times(lambda query: index.search(query["query"], query["lang"]), queries)
    growing = best_times(lambda query: index.suggest(query["query"], query["lang"]), typed(queries))
    other = Fts5(national.entries())
    theirs = best_times(lambda query: other.search(query["query"]), queries)
    line("search-engine-p50", share(ours, 0.5), "ms", "≤1", ok=share(ours, 0.5) <= 1)
    line("search-engine-p99", share(ours, 0.99), "ms", "≤5", ok=share(ours, 0.99) <= 5)
    line("suggest-engine-p50", share(growing, 0.5), "ms", "≤1", ok=share(growing, 0.5) <= 1)
    line("suggest-engine-p99", share(growing, 0.99), "ms", "≤5", ok=share(growing, 0.99) <= 5)
    ratio = share(theirs, 0.5) / share(ours, 0.5)
    line("search-against-fts5-p50", ratio, "times-faster", "≥3", ok=ratio >= 3)
    tail = share(theirs, 0.99) / share(ours, 0.99)
    line("search-against-fts5-p99", tail, "times-faster", "≥3", ok=tail >= 3)
    strict = best_times(lambda query: other.search(query["query"], every=True), queries)
    line(
        "search-against-fts5-all-words-p50",
        share(strict, 0.5) / share(ours, 0.5),
        "times-faster",
        "-",
        ok=True,
    )
    theirs_five = mean(measure(lambda query, _: other.search(query)[0], queries)["all"]).five
    ours_five = mean(measure(engine(index), queries)["all"]).five
    line("success-at-5-fts5", theirs_five, "share", "-", ok=True)
    line("success-at-5-ours", ours_five, "share", "≥0.95", ok=ours_five >= 0.95)


def main() -> None:
    """Print all results."""
    if not national.available():
        print("skipped: the shared data is not there")
        return
    with tempfile.TemporaryDirectory() as folder:
        seconds = built(Path(folder))
        line("search-index-build", seconds, "s", "≤5", ok=seconds <= 5)
        index, loading, memory = loaded(Path(folder))
        line("search-index-load", loading, "s", "-", ok=True)
        line("search-memory-per-process", memory, "MB", "≤60", ok=memory <= 60)
        speed(index, national.queries())


if __name__ == "__main__":
    main()
