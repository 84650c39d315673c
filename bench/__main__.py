"""`make bench`: every benchmark in a process of its own; each result is `name value unit goal verdict`."""

from __future__ import annotations

import subprocess
import sys

ALL = (
    "bench.wizard",
    "bench.search",
    "bench.searching",
    "bench.localities",
    "bench.papers",
    "bench.uploads",
    "bench.tracking",
    "bench.dossiers",
    "bench.supervision",
    "bench.pages",
    "bench.processor",
)


def main() -> int:
    """Run all; the exit status is 1 when one could not run, whatever the verdicts."""
    return max(subprocess.run([sys.executable, "-m", name], check=False).returncode != 0 for name in ALL)


if __name__ == "__main__":
    sys.exit(main())
