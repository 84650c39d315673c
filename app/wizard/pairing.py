"""Which entry of a list is which entry of the same list read earlier: entries carry no name of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Entry = Mapping[str, Any]
_HALF = 0.5


class Pair(NamedTuple):
    """The places of one entry before and now; None where it was added or is gone."""

    before: int | None
    now: int | None


def paired(before: Sequence[Entry], now: Sequence[Entry]) -> tuple[Pair, ...]:
    """Every entry of both lists exactly once, in the order of `now`; those that are gone come last.

    Equal entries are one, then those at least half alike, the most alike first, then what stays where it was.
    """
    known: dict[int, int] = {}
    free = set(range(len(before)))
    for was, stands in _candidates(before, now):
        if was in free and stands not in known:
            known[stands] = was
            free.remove(was)
    there = (Pair(known.get(place), place) for place in range(len(now)))
    return (*there, *(Pair(place, None) for place in sorted(free)))


def _candidates(before: Sequence[Entry], now: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """Places that may be one entry, the best first; of two as good, the earlier in `now`, then the nearer."""
    ranked = [
        (-_likeness(was, stands), there, abs(here - there), here)
        for here, was in enumerate(before)
        for there, stands in enumerate(now)
    ]
    yield from ((here, there) for rank, there, _, here in sorted(ranked) if -rank >= _HALF)
    yield from ((place, place) for place in range(min(len(before), len(now))))


def _likeness(was: Entry, stands: Entry) -> float:
    """The share of what either says that both say; equal entries are more alike than any others."""
    if was == stands:
        return 2
    first, second = dict(_said("", was)), dict(_said("", stands))
    every = first.keys() | second.keys()
    alike = sum(bool(first.get(path) == second.get(path)) for path in every)
    return alike / max(len(every), 1)


def _said(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Every answer and part of an answer with its path; blanks say nothing."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _said(f"{path}.{key}", part)
    elif value is not None:
        yield path, value
