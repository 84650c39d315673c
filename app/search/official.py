"""Weigh every official term of the synonyms once, at build time, so that a query only looks it up."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from app.search.contents import TermColumn
from app.search.folding import folded, marked, stem, words
from app.search.knowledge import Knowledge
from app.search.terms import CONNECTING

PAIR_SHARE = 0.4
WEAKEST = 0.5
MOST = 500


def official_term(lang: str, phrase: str) -> str:
    """The index term under which an official phrase is kept."""
    tokens = words(phrase)
    english = lang == "en" and not any(marked(token) for token in tokens)
    return f"s{'e' if english else 'x'} {' '.join(tokens)}"


def add_official_phrases(columns: dict[str, TermColumn], knowledge: Knowledge, size: int) -> None:
    """Add one term per official phrase: the procedures it fits, 255 when whole and in the name."""
    wanted = {official_term(row.lang, term) for row in knowledge.synonyms for term in row.terms}
    for name in wanted:
        tokens = name.split(" ")[1:]
        parts = _parts(tokens, english=name[1] == "e")
        columns[name] = _weighed(parts, columns, size)


def _parts(tokens: list[str], *, english: bool) -> tuple[list[str], list[str]]:
    if english:
        stems = [stem(folded(token)) for token in tokens if token not in CONNECTING]
        return ["e" + one for one in stems], [f"c{one} {two}" for one, two in pairwise(stems)]
    bare = [folded(token) for token in tokens]
    return ["x" + token for token in tokens], [f"b{one} {two}" for one, two in pairwise(bare)]


def _weighed(parts: tuple[list[str], list[str]], columns: dict[str, TermColumn], size: int) -> TermColumn:
    singles, pairs = parts
    scores: defaultdict[int, float] = defaultdict(float)
    rarest = _weight(singles, columns, size)
    _add_up(scores, singles, (1 - PAIR_SHARE) if pairs else 1.0, columns, rarest)
    _add_up(scores, pairs, PAIR_SHARE, columns, _weight(pairs, columns, size))
    best = sorted(scores.items(), key=lambda item: -item[1])[:MOST]
    kept = sorted((doc, score) for doc, score in best if score >= WEAKEST)
    strengths = bytes(min(255, round(200 * score)) for _, score in kept)
    return TermColumn(array("H", (doc for doc, _ in kept)), strengths, rarest / max(len(singles), 1))


def _weight(terms: Iterable[str], columns: dict[str, TermColumn], size: int) -> float:
    known = [columns[term].weight if term in columns else 0.0 for term in terms]
    return sum(known)


def _add_up(
    scores: defaultdict[int, float],
    terms: list[str],
    share: float,
    columns: dict[str, TermColumn],
    whole: float,
) -> None:
    for term in terms:
        column = columns.get(term)
        if column is None or not whole:
            continue
        part = share * column.weight / whole / 200
        for doc, strength in zip(column.docs, column.strengths, strict=True):
            scores[doc] += part * min(strength, 200)
