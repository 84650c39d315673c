"""Life events, agencies and fields to offer while typing, by the beginnings of their words."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from app.folding import folded
from app.search.entry import Suggestion
from app.search.folding import normalise, words
from app.search.highlighting import comparable, highlights

MOST_WORDS = 8
MOST_OF_A_KIND = 2
KINDS = ("life_event", "agency", "field")


class Labels:
    """Names of life events, agencies and fields in both languages, found by the beginnings of their words."""

    def __init__(self, labels: Mapping[str, Mapping[str, tuple[str, str]]]) -> None:
        self._rows = [
            (kind, value, names)
            for kind in KINDS
            for value, names in sorted(labels[kind].items(), key=_shortest)
        ]
        pairs = {
            (folded(word), number)
            for number, (_, _, names) in enumerate(self._rows)
            for name in names
            for word in words(name)
        }
        self._words = sorted(pairs)

    def suggest(self, prefix: str, lang: str, most: int) -> list[Suggestion]:
        """Life events, agencies and fields whose names contain all the words, the last perhaps unfinished.

        In this order, at most two of a kind, the shortest names first.
        """
        asked = [folded(word) for word in words(normalise(prefix))][:MOST_WORDS]
        if not asked:
            return []
        found = self._beginning(asked[-1])
        for word in asked[:-1]:
            found &= self._beginning(word, whole=True)
        left = Counter(dict.fromkeys(KINDS, MOST_OF_A_KIND))
        rows = []
        for number in sorted(found):
            kind = self._rows[number][0]
            if left[kind]:
                left[kind] -= 1
                rows.append(self._rows[number])
        return [_suggestion(*row, lang, asked) for row in rows[:most]]

    def _beginning(self, letters: str, *, whole: bool = False) -> set[int]:
        start = bisect_left(self._words, (letters, 0))
        end = bisect_left(self._words, (letters + ("\0" if whole else "\U0010ffff"), 0), start)
        return {number for _, number in self._words[start:end]}


def _shortest(row: tuple[str, tuple[str, str]]) -> tuple[int, str]:
    return len(row[1][0]), row[0]


def _suggestion(kind: str, value: str, names: tuple[str, str], lang: str, asked: Sequence[str]) -> Suggestion:
    text = names[1] if lang == "en" and names[1] else names[0]
    return Suggestion(kind, value, text, highlights(comparable(text), set(asked), asked[-1:]))
