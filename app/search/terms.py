"""Split an entry into the terms of the index; the first letter of a term tells its kind.

x exact Vietnamese word · f folded word · e English stem · b neighbouring folded words ·
c neighbouring stems · s official phrase · p beginning of a word
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from app.folding import folded
from app.search.entry import Entry
from app.search.folding import stem, words
from app.search.knowledge import Bm25, FieldWeights

LONGEST_PAPERS = 3000
LONGEST_TEXT = 600
LONGEST_NAME = 2000

Strengths = dict[str, float]


def entry_terms(entry: Entry, fields: FieldWeights, bm25: Bm25) -> tuple[Strengths, set[str]]:
    """Every term of an entry with its weighted frequency, and the terms its name or keywords contain."""
    found: Strengths = {}
    name_vi, name_en = words(entry.name_vi[:LONGEST_NAME]), words(entry.name_en[:LONGEST_NAME])
    _vietnamese(found, name_vi, fields.name / _length_norm(name_vi, bm25))
    _vietnamese_pairs(found, name_vi, fields.name)
    _english(found, name_en, fields.name / _length_norm(name_en, bm25))
    _english_pairs(found, name_en, fields.name)
    keywords = words(entry.keywords[:LONGEST_NAME])
    _vietnamese(found, keywords, fields.keywords)
    _vietnamese_pairs(found, keywords, fields.keywords)
    _english(found, keywords, fields.keywords)
    named = set(found)
    _vietnamese(found, words(entry.field_vi), fields.field)
    _english(found, words(entry.field_en), fields.field)
    agencies_vi = words(f"{entry.agency_vi} {entry.executing[:LONGEST_TEXT]}")
    _vietnamese(found, agencies_vi, fields.agency)
    _english(found, words(f"{entry.agency_en} {entry.executing[:LONGEST_TEXT]}"), fields.agency)
    _folded_only(found, words(entry.papers[:LONGEST_PAPERS]), fields.papers)
    _folded_only(found, words(entry.text[:LONGEST_TEXT]), fields.text)
    return found, named


def _length_norm(name: list[str], bm25: Bm25) -> float:
    return 1 - bm25.b + bm25.b * max(len(name), 4) / bm25.name_length


def _vietnamese(found: Strengths, tokens: list[str], weight: float) -> None:
    for token in tokens:
        _add(found, "x" + token, weight)
        _add(found, "f" + folded(token), weight)


def _folded_only(found: Strengths, tokens: list[str], weight: float) -> None:
    for token in {folded(token) for token in tokens}:
        _add(found, "f" + token, weight)


def _vietnamese_pairs(found: Strengths, tokens: list[str], weight: float) -> None:
    for pair in set(folded_pairs(tokens)):
        _add(found, "b" + pair, weight)


def _english(found: Strengths, tokens: list[str], weight: float) -> None:
    for token in tokens:
        _add(found, "e" + stem(folded(token)), weight)


def _english_pairs(found: Strengths, tokens: list[str], weight: float) -> None:
    for pair in set(english_pairs(tokens)):
        _add(found, "c" + pair, weight)


def _add(found: Strengths, term: str, weight: float) -> None:
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
