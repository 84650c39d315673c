"""Correct slips against words in real use, diacritics first, with the neighbouring words as witnesses."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from app.folding import canonical, folded, marked
from app.search import telex
from app.search.folding import stem
from app.search.syllables import well_formed, well_formed_bare
from app.search.vocabulary import Vocabulary

SHORTEST_ALONE = 4
SHORTEST_WITNESSED = 3
MOST_CANDIDATES = 200
SURE = 8
LIKELIER = 12
LEAST_SHARE = 0.12
FEW_WORDS = 3
SHORTEST_STEM = 6


class Spelled(NamedTuple):
    """The words as they are understood; `originals` holds what stood in a corrected place, else None."""

    words: list[str]
    originals: list[str | None]

    @property
    def corrected(self) -> bool:
        """Whether anything was changed."""
        return any(original is not None for original in self.originals)


def untelexed(tokens: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The words with leftover Telex keys read, where the catalogue knows the result and not the keys."""
    return [_untelexed(token, vocabulary) for token in tokens]


def _untelexed(token: str, vocabulary: Vocabulary) -> str:
    if vocabulary.knows("f", folded(token)) and not marked(token):
        return token
    if vocabulary.knows("x", token) or vocabulary.knows("e", stem(token)):
        return token
    decoded = telex.decode(token)
    if decoded is None:
        return token
    word = canonical(decoded)
    return word if vocabulary.knows("f", folded(word)) else token


def correct(
    tokens: Sequence[str], kind: str, vocabulary: Vocabulary, *, fixed: Sequence[bool], typing: bool
) -> Spelled:
    """The likeliest intended words of a kind (x, f or e).

    Words that are `fixed` stay; with `typing` the last word may be unfinished, so it only changes when no
    word begins with it.
    """
    words = list(tokens)
    originals: list[str | None] = [None] * len(words)
    for at, token in enumerate(words):
        unfinished = (
            typing
            and at == len(words) - 1
            and vocabulary.beginning("e" if kind == "e" else "f", folded(token), 1)
        )
        if fixed[at] or not token.isalpha() or not _suspicious(words, at, kind, vocabulary):
            continue
        better = _best(words, at, kind, vocabulary, alone=not unfinished)
        if better:
            words[at], originals[at] = better, token
    return Spelled(words, originals)


def _neighbours(words: Sequence[str], at: int) -> tuple[str | None, str | None]:
    return (words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None)


class _Support(NamedTuple):
    """What speaks for a word in its place: beside how many neighbours it is in use, how often, how surely.

    `share` is the part of a neighbour's uses that have this word beside it.
    """

    sides: int
    times: int
    share: float


_NONE = _Support(0, 0, 0.0)


def _support(words: Sequence[str], at: int, candidate: str, kind: str, vocabulary: Vocabulary) -> _Support:
    before, after = _neighbours(words, at)
    left = vocabulary.said(kind, f"{before} {candidate}") if before else 0
    right = vocabulary.said(kind, f"{candidate} {after}") if after else 0
    shares = [
        times / vocabulary.said(kind, word)
        for times, word in ((left, before), (right, after))
        if times and word
    ]
    return _Support((left > 0) + (right > 0), left + right, max(shares, default=0.0))


def _suspicious(words: Sequence[str], at: int, kind: str, vocabulary: Vocabulary) -> bool:
    if not vocabulary.knows(kind, words[at]):
        return True
    if kind == "e" or len(words) == 1:
        return False
    times = _support(words, at, words[at], kind, vocabulary).times
    return times < SURE if kind == "x" else not times


def _best(words: Sequence[str], at: int, kind: str, vocabulary: Vocabulary, *, alone: bool) -> str | None:
    token = words[at]
    if vocabulary.knows(kind, token):
        return _instead(words, at, kind, vocabulary)
    same, near = _candidates(token, kind, vocabulary)
    impossible = _impossible(token, kind)
    for candidates in (same, near):
        supported = [(_support(words, at, word, kind, vocabulary), word) for word in candidates]
        best, word = max(supported, key=lambda pair: pair[0], default=(_NONE, token))
        if best.sides and (impossible or best.times >= SURE or best.share >= LEAST_SHARE):
            return word
    long = len(token) >= (SHORTEST_STEM if kind == "e" else SHORTEST_ALONE)
    return next(iter(same or near), None) if alone and long and impossible else None


def _impossible(token: str, kind: str) -> bool:
    """Whether nobody can have meant the unknown word as it stands."""
    if kind == "e":
        return True
    return not (well_formed(token) if kind == "x" else well_formed_bare(token))


def _instead(words: Sequence[str], at: int, kind: str, vocabulary: Vocabulary) -> str | None:
    """A word that fits its place far better than the known word typed there; fewer marks are never a slip.

    Without diacritics only words that sound alike are weighed: there every short word is near another.
    """
    token = words[at]
    own = _support(words, at, token, kind, vocabulary)
    same, near = _candidates(token, kind, vocabulary) if kind == "x" else ([], vocabulary.alike(token))
    fuller = [word for word in same if _marks(word) >= _marks(token)]
    sides = 1 if len(words) <= FEW_WORDS else 2
    for candidates, wanted in ((fuller, 1), ([] if own.sides else near, sides)):
        supported = [(_support(words, at, word, kind, vocabulary), word) for word in candidates]
        best, word = max(supported, key=lambda pair: pair[0], default=(_NONE, token))
        likely = best.times >= LIKELIER * max(own.times, 1) and best.share >= LEAST_SHARE
        if likely and best.sides >= wanted and len(token) >= SHORTEST_WITNESSED - (wanted == 1):
            return word
    return None


def _marks(word: str) -> int:
    return sum(1 for char in unicodedata.normalize("NFD", word) if unicodedata.combining(char) or char == "đ")


def _candidates(token: str, kind: str, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """Words that differ only in diacritics, then words one slip away."""
    bare = folded(token)
    near = vocabulary.one_slip(kind if kind == "e" else "f", bare)
    if kind == "e":
        return [], near[:MOST_CANDIDATES]
    near = vocabulary.alike(bare) + near
    if kind == "f":
        return [], near[:MOST_CANDIDATES]
    same = [word for word in vocabulary.spellings(bare) if word != token]
    slips = [word for one in near for word in vocabulary.spellings(one)]
    return same, slips[:MOST_CANDIDATES]
