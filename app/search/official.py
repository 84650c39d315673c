"""Weigh every official term of the synonyms once, at build time, so that a query only looks it up."""

from __future__ import annotations

from array import array
from collections import defaultdict
from heapq import nlargest
from itertools import pairwise

from app.folding import folded, marked
from app.search.contents import TermColumn
from app.search.folding import stem, words
from app.search.knowledge import Knowledge
from app.search.postings import spread
from app.search.terms import CONNECTING

PAIR_SHARE = 0.4
WEAKEST = 0.5
MOST = 500
WHOLE = 200


def official_term(lang: str, phrase: str) -> str:
    """The index term under which an official phrase is kept."""
    tokens = words(phrase)
    english = lang == "en" and not any(marked(token) for token in tokens)
    return f"s{'e' if english else 'x'} {' '.join(tokens)}"


def add_official_phrases(columns: dict[str, TermColumn], knowledge: Knowledge, size: int) -> None:
    """Add one term per official phrase: the procedures it fits, 255 when whole and in the name."""
    wanted = {official_term(row.lang, term) for row in knowledge.synonyms for term in row.terms}
    weigher = _Weigher(columns, size)
    for name in sorted(wanted):
        tokens = name.split(" ")[1:]
        columns[name] = weigher.column(*_parts(tokens, english=name[1] == "e"))


def _parts(tokens: list[str], *, english: bool) -> tuple[list[str], list[str]]:
    if english:
        stems = [stem(folded(token)) for token in tokens if token not in CONNECTING]
        return ["e" + one for one in stems], [f"c{one} {two}" for one, two in pairwise(stems)]
    bare = [folded(token) for token in tokens]
    return ["x" + token for token in tokens], [f"b{one} {two}" for one, two in pairwise(bare)]


class _Weigher:
    """Scores procedures against phrases; rows of common terms are spread once."""

    def __init__(self, columns: dict[str, TermColumn], size: int) -> None:
        self._columns = columns
        self._size = size
        self._rows: dict[str, bytes] = {}

    def column(self, singles: list[str], pairs: list[str]) -> TermColumn:
        """The procedures that hold at least half of the phrase by weight, at most MOST."""
        shares = self._shares(singles, (1 - PAIR_SHARE) if pairs else 1.0) + self._shares(pairs, PAIR_SHARE)
        scores = self._scores(sorted(shares, key=lambda pair: -pair[1]))
        enough = ((score, doc) for doc, score in scores.items() if score >= WEAKEST)
        kept = sorted((doc, score) for score, doc in nlargest(MOST, enough))
        strengths = bytes(min(255, round(WHOLE * score)) for _, score in kept)
        rarity = sum(self._weight(term) for term in singles) / max(len(singles), 1)
        return TermColumn(array("H", (doc for doc, _ in kept)), strengths, rarity)

    def _weight(self, term: str) -> float:
        column = self._columns.get(term)
        return column.weight if column else 0.0

    def _shares(self, terms: list[str], part: float) -> list[tuple[str, float]]:
        whole = sum(self._weight(term) for term in terms)
        return [(term, part * self._weight(term) / whole) for term in terms if self._weight(term)]

    def _scores(self, shares: list[tuple[str, float]]) -> dict[int, float]:
        """Scores of all procedures that can reach WEAKEST: they hold one of the heaviest terms."""
        scores: defaultdict[int, float] = defaultdict(float)
        seen = 0.0
        for term, share in shares:
            column, part = self._columns[term], share / WHOLE
            if seen <= 1 - WEAKEST:
                for doc, strength in zip(column.docs, column.strengths, strict=True):
                    scores[doc] += part * min(strength, WHOLE)
            else:
                row = self._row(term)
                for doc in scores:
                    scores[doc] += part * min(row[doc], WHOLE)
            seen += share
        return scores

    def _row(self, term: str) -> bytes:
        if term not in self._rows:
            column = self._columns[term]
            self._rows[term] = spread(column.docs, column.strengths, self._size)
        return self._rows[term]
