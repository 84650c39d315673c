"""Ranks in counted values: the median is the value half of the dossiers did not exceed."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil


def at_rank(counts: Mapping[int, int], share: float) -> int:
    """The smallest value that at least `share` (0 < share ≤ 1) of all counted ones do not exceed.

    Nearest rank, so that it is always a value that occurred. ValueError when nothing was counted.
    """
    rank = max(1, ceil(round(sum(counts.values()) * share, 9)))
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if passed >= rank:
            return value
    raise ValueError("nothing was counted")
