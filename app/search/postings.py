"""Which procedures contain a term and how strongly, compact in memory and quick to combine."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import compress

FEW = 60
_DIGITS = bytes.maketrans(b"01", b"\x00\x01")


class Postings:
    """The procedures of one term: `docs` ascending, `strengths` 0…255 beside them.

    A common term also has `row`, one strength for every procedure of the index, and its set ready.
    """

    __slots__ = ("_bits", "docs", "row", "strengths", "weight")

    def __init__(self, docs: array[int], strengths: bytes, weight: float, size: int) -> None:
        self.docs = docs
        self.strengths = strengths
        self.weight = weight
        self.row: bytes | None = None
        self._bits = 0
        if len(docs) * 16 > size:
            self.row = spread(docs, strengths, size)
            self._bits = bitset(docs, size)

    def bits(self, size: int) -> int:
        """The procedures as a set of bits."""
        return self._bits or bitset(self.docs, size)

    def __len__(self) -> int:
        return len(self.docs)


def spread(docs: Iterable[int], strengths: bytes, size: int) -> bytes:
    """One strength per procedure, 0 where the term does not occur."""
    row = bytearray(size)
    for doc, strength in zip(docs, strengths, strict=True):
        row[doc] = strength
    return bytes(row)


def bitset(docs: Iterable[int], size: int) -> int:
    """A set of procedures as one integer, bit n for procedure n."""
    flags = bytearray(size // 8 + 1)
    for doc in docs:
        flags[doc >> 3] |= 1 << (doc & 7)
    return int.from_bytes(flags, "little")


def members(bits: int) -> Iterator[int]:
    """The procedures of a set, ascending."""
    if bits.bit_count() <= FEW:
        return _few(bits)
    digits = format(bits, "b").encode().translate(_DIGITS)[::-1]
    return compress(range(len(digits)), digits)


def _few(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def at_least(sets: list[int]) -> list[int]:
    """Element k: the procedures that are in at least k+1 of the sets."""
    levels = [0] * len(sets)
    for done, bits in enumerate(sets):
        for k in range(done, 0, -1):
            levels[k] |= levels[k - 1] & bits
        if levels:
            levels[0] |= bits
    return levels
