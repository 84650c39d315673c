"""How much of a name a query speaks of: of two names that match, the one that says no more wins."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat

from app.folding import folded
from app.search.folding import stem, words
from app.search.meaning import Meaning
from app.search.postings import Postings
from app.search.terms import CONNECTING

_NOTHING = repeat(0.0)


class Covers:
    """The words of all names in one language, as numbers, with how much each of them says."""

    def __init__(self, kind: str, names: Sequence[str], postings: Mapping[str, Postings]) -> None:
        self._kind = kind
        self._key: Callable[[str], str] = _stemmed if kind == "e" else folded
        self._numbers: dict[str, int] = {}
        self._names = [self._numbered(name) for name in names]
        self._weights = [_weight(kind + word, postings) for word in self._numbers]
        self._totals = [sum(self._weights[number] for number in name) or 1.0 for name in self._names]

    def _numbered(self, name: str) -> array[int]:
        spoken = {self._key(word) for word in words(name) if self._kind == "f" or word not in CONNECTING}
        return array("L", (self._numbers.setdefault(word, len(self._numbers)) for word in sorted(spoken)))

    def asked(self, meaning: Meaning) -> dict[int, float]:
        """Every word the query may stand for in this language, with how much it says."""
        terms = (term for segment in meaning.segments for term, _ in (*segment.options, *segment.phrase))
        spoken = {self._key(word) for term in terms for word in self._own_words(term)}
        numbers = (self._numbers[word] for word in spoken if word in self._numbers)
        return {number: self._weights[number] for number in numbers}

    def _own_words(self, term: str) -> Iterable[str]:
        kind, english = term[0], self._kind == "e"
        if kind == "s":
            return term.split(" ")[1:] if (term[1] == "e") == english else ()
        return (term[1:],) if (kind == "e") == english and kind in "xfe" else ()

    def share(self, asked: Mapping[int, float], doc: int) -> float:
        """The share of the name's weight that is asked for, 0…1."""
        return sum(map(asked.get, self._names[doc], _NOTHING)) / self._totals[doc]


def _stemmed(word: str) -> str:
    return stem(folded(word))


def _weight(term: str, postings: Mapping[str, Postings]) -> float:
    found = postings.get(term)
    return found.weight if found else 0.0
