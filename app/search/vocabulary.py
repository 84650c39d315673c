"""The words in use: which exist, what begins with, what differs by one slip, what stands together."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from app.folding import folded
from app.search.build import pair_sum
from app.search.postings import Postings

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST_CORRECTED = 20
# Beginnings that sound alike somewhere in the country, or that stand for each other in messages.
_ALIKE = (("ch", "tr"), ("d", "gi"), ("r", "gi"), ("z", "gi"), ("j", "gi"), ("f", "ph"), ("w", "qu"))


class Vocabulary:
    """Words by kind: x exact Vietnamese, f folded, e English stems."""

    def __init__(self, postings: Mapping[str, Postings], seen: bytes) -> None:
        self._postings = postings
        self._sorted = {kind: sorted(term for term in postings if term[0] == kind) for kind in "fe"}
        self._exact: defaultdict[str, list[str]] = defaultdict(list)
        for term in postings:
            if term[0] == "x":
                self._exact[folded(term[1:])].append(term[1:])
        stored: array[int] = array("L")
        stored.frombytes(seen)
        self._sums, self._times = stored[::2], stored[1::2]

    def knows(self, kind: str, word: str) -> bool:
        """Whether the catalogue or the curated knowledge uses the word."""
        return kind + word in self._postings or self.said(kind, word) > 0

    def often(self, kind: str, word: str) -> int:
        """In how many procedures the word occurs."""
        postings = self._postings.get(kind + word)
        return len(postings) if postings else 0

    def said(self, kind: str, words: str) -> int:
        """How often a word, or two words next to each other, are in real use."""
        checksum = pair_sum(kind + words)
        at = bisect_left(self._sums, checksum)
        return self._times[at] if at < len(self._sums) and self._sums[at] == checksum else 0

    def beginning(self, kind: str, letters: str, most: int) -> list[str]:
        """Terms of a kind that begin with `letters`, the most frequent `most` of them."""
        terms = self._sorted[kind]
        start = bisect_left(terms, kind + letters)
        end = bisect_left(terms, kind + letters + "\U0010ffff", start)
        found = terms[start:end]
        if len(found) > most:
            found = sorted(found, key=lambda term: -len(self._postings[term]))[:most]
        return found

    def spellings(self, bare: str) -> list[str]:
        """The exact words that fold to `bare`, the most frequent first."""
        return sorted(self._exact.get(bare, ()), key=lambda word: -self.often("x", word))

    def one_slip(self, kind: str, word: str) -> list[str]:
        """Known words one letter away (missing, extra, other or two swapped), the most frequent first."""
        if len(word) > LONGEST_CORRECTED:
            return []
        known = {near for near in _slips(word) if kind + near in self._postings}
        return sorted(known - {word}, key=lambda near: -self.often(kind, near))

    def alike(self, word: str) -> list[str]:
        """Known folded words that begin with another spelling of the same sound (tru for chu)."""
        return [near for near in _alike(word) if "f" + near in self._postings]


def _alike(word: str) -> Iterator[str]:
    for pair in _ALIKE:
        for one, other in (pair, pair[::-1]):
            if word.startswith(one):
                yield other + word[len(one) :]


def _slips(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from _changed(head, tail)


def _changed(head: str, tail: str) -> Iterable[str]:
    yield from (head + letter + tail for letter in LETTERS)
    if tail:
        yield head + tail[1:]
        yield from (head + letter + tail[1:] for letter in LETTERS)
    if len(tail) > 1:
        yield head + tail[1] + tail[0] + tail[2:]
