"""Finding a typed place, and what the unit lists cost a process: `python -m bench.localities`."""

from __future__ import annotations

import subprocess
import sys
import time

from app.folding import fold
from app.localities.places import Places

ROUNDS = 5
_FIND_US, _LOAD_MS, _MEMORY_MB, _START_MS = 5000.0, 250.0, 25.0, 5.0
_MEASURED = """
import time
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
from app.localities.places import Places
before, started = resident(), time.perf_counter()
places = Places()
made = time.perf_counter()
places.find("phuong ben nghe")
print((made - started) * 1e3, (time.perf_counter() - made) * 1e3, resident() - before)
"""


def main() -> None:
    """Print one line a promise."""
    places = Places()
    typed = list(_typed(places))
    places.find("ha noi")
    times = sorted(min(_timed(places, name) for _ in range(ROUNDS)) for name in typed)
    _line("locality-find-p50", times[len(times) // 2], "µs", _FIND_US / 5)
    _line("locality-find-p95", times[len(times) * 95 // 100], "µs", _FIND_US)
    measured = subprocess.run([sys.executable, "-c", _MEASURED], check=True, capture_output=True, text=True)
    start, load, memory = map(float, measured.stdout.split())
    _line("locality-places-made", start, "ms", _START_MS)
    _line("locality-first-find", load, "ms", _LOAD_MS)
    _line("locality-memory", memory, "MB", _MEMORY_MB)


def _typed(places: Places) -> list[str]:
    """Names of wards of both schemes, as people type them: whole, short, without diacritics, cut off."""
    wards = [ward for province in places.provinces("2024") for ward in places.wards("2024", province.code)]
    wards += [ward for province in places.provinces() for ward in places.wards("2025", province.code)]
    ways = (str, fold, str.lower, lambda name: fold(name)[:-2])
    return [ways[n % 4](ward.name["vi"]) for n, ward in enumerate(wards[::40])]


def _timed(places: Places, name: str) -> float:
    started = time.perf_counter()
    places.find(name)
    return (time.perf_counter() - started) * 1e6


def _line(name: str, value: float, unit: str, goal: float) -> None:
    print(f"{name} {value:.1f} {unit} {goal:g} {'ok' if value <= goal else 'missed'}")


if __name__ == "__main__":
    main()
