"""What a benchmark prints, and how it measures."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def say(name: str, value: float, unit: str, goal: str = "", ok: bool | None = None) -> None:
    """One result."""
    verdict = "" if ok is None else ("ok" if ok else "MISSED")
    print(f"{name:<44} {value:>12,.2f} {unit:<14} {goal:<14} {verdict}", flush=True)


def times(act: Callable[..., object], values: Sequence[object]) -> list[float]:
    """How long each call took, in ms, after fifty to warm up."""
    for value in values[:50]:
        act(value)
    taken = []
    for value in values:
        began = time.perf_counter()
        act(value)
        taken.append((time.perf_counter() - began) * 1e3)
    return taken


def quantile(taken: list[float], percent: int) -> float:
    """A percentile."""
    return statistics.quantiles(taken, n=100)[percent - 1]


def rss() -> float:
    """Memory of this process, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def at_least(written: str) -> int:
    """A size from the command line, below which there is nothing to compare with."""
    return max(100_000, int(written))
