"""Which provinces of today lie beside each other."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "data" / "neighbours.tsv"


def nearest(province: str, among: Container[str]) -> str | None:
    """The province of `among` that is the fewest borders away, the province itself included; None without."""
    seen, ring = {province}, [province]
    while ring:
        for code in ring:
            if code in among:
                return code
        ring = [other for code in ring for other in neighbours(code) if other not in seen]
        ring = list(dict.fromkeys(ring))
        seen.update(ring)
    return None


def neighbours(province: str) -> tuple[str, ...]:
    """The codes of the provinces that share a border with this one; none when it is unknown."""
    return _borders().get(province, ())


@cache
def _borders() -> dict[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines())
    return {code: tuple(others.split(" ")) for code, others in rows}
