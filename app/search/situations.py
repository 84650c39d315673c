"""Match curated life situations: word sets that people use when they do not know the procedure's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from app.search.folding import folded, stem, words
from app.search.knowledge import Situation

_Phrase = tuple[str, ...]


class Fit(NamedTuple):
    """A situation that fits a query: its procedures best first, and how much of the query it explains (0…1)."""

    codes: tuple[str, ...]
    share: float


class _Pattern(NamedTuple):
    groups: tuple[frozenset[_Phrase], ...]
    codes: tuple[str, ...]


class Situations:
    """All situations, found through any word of their rarest group."""

    def __init__(self, rows: Sequence[Situation]) -> None:
        self._exact = _Table(rows, "vi", bare=False)
        self._bare = _Table(rows, "vi", bare=True)
        self._english = _Table(rows, "en", bare=True)

    def fits(self, tokens: Sequence[str], masses: Sequence[float], *, bare: bool, english: bool) -> list[Fit]:
        """Situations whose every group occurs in `tokens`; `masses` is how much each word says."""
        table = self._english if english else self._bare if bare else self._exact
        seen = [_key(token, english=english, bare=bare or english) for token in tokens]
        return table.fits(seen, masses)


def _key(token: str, *, english: bool, bare: bool) -> str:
    if english:
        return stem(folded(token))
    return folded(token) if bare else token


class _Table:
    def __init__(self, rows: Sequence[Situation], lang: str, *, bare: bool) -> None:
        self._patterns: list[_Pattern] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            if row.lang == lang:
                self._add(row, english=lang == "en", bare=bare)

    def _add(self, row: Situation, *, english: bool, bare: bool) -> None:
        groups = tuple(
            frozenset(
                tuple(_key(word, english=english, bare=bare) for word in words(phrase)) for phrase in group
            )
            for group in row.groups
        )
        self._patterns.append(_Pattern(groups, row.codes))
        narrowest = min(groups, key=len)
        for word in {phrase[0] for phrase in narrowest if phrase}:
            self._by_word[word].append(len(self._patterns) - 1)

    def fits(self, tokens: Sequence[str], masses: Sequence[float]) -> list[Fit]:
        numbers = {number for token in set(tokens) for number in self._by_word.get(token, ())}
        whole = sum(masses) or 1.0
        found = []
        for number in sorted(numbers):
            covered = _covered(self._patterns[number].groups, tokens)
            if covered:
                share = sum(masses[at] for at in covered) / whole
                found.append(Fit(self._patterns[number].codes, share))
        return found


def _covered(groups: Sequence[frozenset[_Phrase]], tokens: Sequence[str]) -> set[int]:
    covered: set[int] = set()
    for group in groups:
        here = {at for phrase in group for at in _places(phrase, tokens)}
        if not here:
            return set()
        covered |= here
    return covered


def _places(phrase: _Phrase, tokens: Sequence[str]) -> set[int]:
    length = len(phrase)
    starts = (i for i in range(len(tokens) - length + 1) if tuple(tokens[i : i + length]) == phrase)
    return {at for start in starts for at in range(start, start + length)}
