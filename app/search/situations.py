"""Match curated life situations: word sets that people use when they do not know the procedure's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from app.folding import folded
from app.search.folding import stem, words
from app.search.knowledge import Situation

_Phrase = tuple[str, ...]


class Fit(NamedTuple):
    """A situation that fits a query: its procedures best first, and the share of the query it explains."""

    codes: tuple[str, ...]
    share: float


_Group = dict[str, tuple[_Phrase, ...]]


class _Pattern(NamedTuple):
    """The groups of a situation, each by the first words of its phrases."""

    groups: tuple[_Group, ...]
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
        groups = tuple(_group(group, english=english, bare=bare) for group in row.groups)
        self._patterns.append(_Pattern(groups, row.codes))
        for word in min(groups, key=len):
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


def _group(alternatives: Sequence[str], *, english: bool, bare: bool) -> _Group:
    found: defaultdict[str, list[_Phrase]] = defaultdict(list)
    for alternative in alternatives:
        phrase = _phrase(alternative, english=english, bare=bare)
        if phrase:
            found[phrase[0]].append(phrase)
    return {first: tuple(phrases) for first, phrases in found.items()}


@cache  # as many as the data has; most stand in many rows
def _phrase(alternative: str, *, english: bool, bare: bool) -> _Phrase:
    return tuple(_key(word, english=english, bare=bare) for word in words(alternative))


def _covered(groups: Sequence[_Group], tokens: Sequence[str]) -> set[int]:
    covered: set[int] = set()
    for group in groups:
        here = _places(group, tokens)
        if not here:
            return set()
        covered |= here
    return covered


def _places(group: _Group, tokens: Sequence[str]) -> set[int]:
    places: set[int] = set()
    for at, token in enumerate(tokens):
        for phrase in group.get(token, ()):
            if len(phrase) == 1 or tuple(tokens[at : at + len(phrase)]) == phrase:
                places.update(range(at, at + len(phrase)))
    return places
