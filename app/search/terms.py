"""Split an entry into the terms of the index; the first letter of a term tells its kind.

x exact Vietnamese word · f folded word · e English stem · b neighbouring folded words ·
c neighbouring stems · s official phrase · p beginning of a word
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise

from app.folding import canonical, folded, lower
from app.search.entry import Entry
from app.search.folding import WORD, stem, words
from app.search.knowledge import Bm25, FieldWeights

LONGEST_PAPERS = 3000
LONGEST_TEXT = 600
LONGEST_NAME = 2000

Strengths = dict[str, float]


class EntryTerms:
    """Splits entries; texts that many entries share are split once."""

    def __init__(self, fields: FieldWeights, bm25: Bm25) -> None:
        self._fields = fields
        self._bm25 = bm25
        self._shared = lru_cache(maxsize=8192)(_bare_counts)

    def of(self, entry: Entry) -> tuple[Strengths, set[str]]:
        """Every term of an entry with its weighted frequency, and those its name or keywords contain."""
        found: Strengths = {}
        fields, bm25 = self._fields, self._bm25
        name_vi, name_en = words(entry.name_vi[:LONGEST_NAME]), words(entry.name_en[:LONGEST_NAME])
        _vietnamese(found, name_vi, fields.name / _length_norm(name_vi, bm25))
        _add(found, {"b" + pair for pair in folded_pairs(name_vi)}, fields.name)
        _add(found, map(_stemmed, name_en), fields.name / _length_norm(name_en, bm25))
        _add(found, {"c" + pair for pair in english_pairs(name_en)}, fields.name)
        keywords = words(entry.keywords[:LONGEST_NAME])
        _vietnamese(found, keywords, fields.keywords)
        _add(found, {"b" + pair for pair in folded_pairs(keywords)}, fields.keywords)
        _add(found, map(_stemmed, keywords), fields.keywords)
        named = set(found)
        self._add_shared(found, entry.field_vi, entry.field_en, fields.field)
        executing = entry.executing[:LONGEST_TEXT]
        agencies = f"{entry.agency_vi} {executing}", f"{entry.agency_en} {executing}"
        self._add_shared(found, *agencies, fields.agency)
        _add(found, _folded(entry.papers[:LONGEST_PAPERS]), fields.papers)
        _add(found, _folded(entry.text[:LONGEST_TEXT]), fields.text)
        return found, named

    def _add_shared(self, found: Strengths, vietnamese: str, english: str, weight: float) -> None:
        for term, times in self._shared(vietnamese, english):
            found[term] = found.get(term, 0.0) + times * weight


def _bare_counts(vietnamese: str, english: str) -> tuple[tuple[str, int], ...]:
    """The single words of a text in two languages with how often they occur."""
    tokens = words(vietnamese)
    counts = Counter(map(_exact, tokens))
    counts.update(map(_bare, tokens))
    counts.update(map(_stemmed, words(english)))
    return tuple(counts.items())


def _length_norm(name: list[str], bm25: Bm25) -> float:
    return 1 - bm25.b + bm25.b * max(len(name), 4) / bm25.name_length


def _vietnamese(found: Strengths, tokens: list[str], weight: float) -> None:
    _add(found, map(_exact, tokens), weight)
    _add(found, map(_bare, tokens), weight)


def _folded(text: str) -> set[str]:
    return set(map(_bare, set(WORD.findall(lower(text)))))


# The same term a million times over is one string, whose hash is known.
@lru_cache(maxsize=16384)
def _exact(word: str) -> str:
    return "x" + word


@lru_cache(maxsize=16384)
def _bare(word: str) -> str:
    return "f" + folded(canonical(word))


@lru_cache(maxsize=16384)
def _stemmed(word: str) -> str:
    return "e" + stem(folded(word))


def _add(found: Strengths, terms: Iterable[str], weight: float) -> None:
    for term in terms:
        found[term] = found.get(term, 0.0) + weight


def folded_pairs(tokens: list[str]) -> Iterator[str]:
    """Neighbouring words, folded."""
    return (f"{one} {two}" for one, two in pairwise(folded(token) for token in tokens))


def english_pairs(tokens: list[str]) -> Iterator[str]:
    """Neighbouring stems once words that only connect are left out."""
    return (f"{one} {two}" for one, two in pairwise(english_stems(tokens)))


def english_stems(tokens: list[str]) -> list[str]:
    """The stems of the words that do more than connect."""
    return [stem(folded(token)) for token in tokens if token not in CONNECTING]


CONNECTING = frozenset(
    {
        *("a", "an", "and", "as", "at", "be", "by", "for", "from", "in", "into", "is", "of", "on", "or"),
        *("s", "the", "to", "under", "with"),
    }
)
