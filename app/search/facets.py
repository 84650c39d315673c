"""Filter by facets and count their values over groups of variants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from app.search.entry import FACETS, Filters
from app.search.postings import bitset, members

NATIONWIDE = "*"
MANY = 400

Counts = dict[str, list[tuple[str, int]]]


class Facets:
    """Which procedures have which facet value."""

    def __init__(
        self,
        values: Mapping[str, Mapping[str, Sequence[int]]],
        applicable: Sequence[int],
        groups: Sequence[Sequence[int]],
        size: int,
    ) -> None:
        self.everything = (1 << size) - 1
        self._sets = {name: _sets(values[name], size) for name in FACETS}
        self._values = {name: _by_procedure(values[name], size) for name in FACETS}
        self._applicable = bitset(applicable, size)
        self._groups = [bitset(group, size) for group in groups]
        self._group_of = {doc: number for number, group in enumerate(groups) for doc in group}
        self._in_groups = bitset(self._group_of, size)
        self._nationwide = self._sets["locality"].pop(NATIONWIDE, 0)

    def allowed(self, filters: Filters, *, but: str = "") -> int:
        """The procedures that pass the filters, leaving out the facet `but`."""
        bits = self._applicable if filters.apply else self.everything
        for name in FACETS:
            chosen: tuple[str, ...] = getattr(filters, name)
            if chosen and name != but:
                bits &= self._any(name, chosen)
        return bits

    def _any(self, name: str, chosen: Iterable[str]) -> int:
        bits = self._nationwide if name == "locality" else 0
        for value in chosen:
            bits |= self._sets[name].get(value, 0)
        return bits

    def total(self, bits: int) -> int:
        """How many groups a set of procedures makes."""
        return bits.bit_count() - sum(group.bit_count() - 1 for group in self._touched(bits))

    def _touched(self, bits: int) -> list[int]:
        """Of every group that has several procedures in the set, those."""
        grouped = bits & self._in_groups
        if grouped.bit_count() > MANY:
            return [found for group in self._groups if (found := group & bits) and found & (found - 1)]
        times = Counter(map(self._group_of.__getitem__, members(grouped)))
        return [self._groups[number] & bits for number, count in times.items() if count > 1]

    def counts(self, found: int, filters: Filters) -> Counts:
        """For every facet its values with the groups they would leave, most frequent first.

        `found` is everything the query finds before filtering; a facet's own choice does not narrow itself.
        """
        narrowed = self._part(found & self.allowed(filters))
        counted: Counts = {}
        for name in FACETS:
            chosen = getattr(filters, name)
            part = self._part(found & self.allowed(filters, but=name)) if chosen else narrowed
            counts = self._count(name, part)
            if name == "locality":
                counts = self._with_nationwide(counts, part.bits)
            counted[name] = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        return counted

    def _part(self, bits: int) -> _Part:
        docs = list(members(bits)) if bits.bit_count() <= MANY else None
        return _Part(bits, docs, [list(members(group)) for group in self._touched(bits)])

    def _count(self, name: str, part: _Part) -> Counter[str]:
        values = self._values[name]
        if part.docs is None:
            sets = self._sets[name].items()
            counts = Counter(
                {value: shared.bit_count() for value, docs in sets if (shared := docs & part.bits)}
            )
        else:
            counts = Counter(chain.from_iterable(map(values.__getitem__, part.docs)))
        for group in part.groups:
            again = Counter(chain.from_iterable(map(values.__getitem__, group)))
            for value, times in again.items():
                counts[value] -= times - 1
        return counts

    def _with_nationwide(self, counts: Counter[str], bits: int) -> Counter[str]:
        everywhere = self.total(bits & self._nationwide)
        return Counter({value: own + everywhere for value, own in counts.items() if value != NATIONWIDE})


class _Part(NamedTuple):
    """A set of procedures, its members unless they are many, and the groups that have several of them."""

    bits: int
    docs: list[int] | None
    groups: list[list[int]]


def _sets(values: Mapping[str, Sequence[int]], size: int) -> dict[str, int]:
    return {value: bitset(docs, size) for value, docs in values.items()}


def _by_procedure(values: Mapping[str, Sequence[int]], size: int) -> list[tuple[str, ...]]:
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    rows: list[tuple[str, ...]] = [()] * size
    for value, docs in values.items():
        for doc in docs:
            row = (*rows[doc], value)
            rows[doc] = shared.setdefault(row, row)
    return rows
