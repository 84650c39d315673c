"""Correct slips against the catalogue's own words, diacritics first, with the neighbouring words as witnesses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.search import telex
from app.search.folding import canonical, folded, marked
from app.search.vocabulary import Vocabulary

SHORTEST_ALONE = 4
SHORTEST_WITNESSED = 3
MOST_CANDIDATES = 40


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
    if vocabulary.knows("x", token) or vocabulary.knows("e", token):
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
        if fixed[at] or token.isdigit() or not _suspicious(words, at, kind, vocabulary):
            continue
        better = _best(words, at, kind, vocabulary, alone=not unfinished)
        if better:
            words[at], originals[at] = better, token
    return Spelled(words, originals)


def _neighbours(words: Sequence[str], at: int) -> tuple[str | None, str | None]:
    return (words[at - 1] if at else None, words[at + 1] if at + 1 < len(words) else None)


def _witnesses(words: Sequence[str], at: int, candidate: str, kind: str, vocabulary: Vocabulary) -> int:
    before, after = _neighbours(words, at)
    left = before is not None and vocabulary.together(kind, before, candidate)
    right = after is not None and vocabulary.together(kind, candidate, after)
    return left + right


def _suspicious(words: Sequence[str], at: int, kind: str, vocabulary: Vocabulary) -> bool:
    if not vocabulary.knows(kind, words[at]):
        return True
    if kind == "e":
        return False
    return len(words) > 1 and _witnesses(words, at, words[at], kind, vocabulary) == 0


def _best(words: Sequence[str], at: int, kind: str, vocabulary: Vocabulary, *, alone: bool) -> str | None:
    token = words[at]
    known = vocabulary.knows(kind, token)
    neighbours = sum(word is not None for word in _neighbours(words, at))
    same, near = _candidates(token, kind, vocabulary)
    for candidates, wanted in ((same, 1), (near, neighbours if known else 1)):
        witnessed = [(_witnesses(words, at, word, kind, vocabulary), word) for word in candidates]
        best = max(witnessed, key=lambda pair: pair[0], default=(0, token))
        if best[0] >= max(wanted, 1) and len(token) >= SHORTEST_WITNESSED:
            return best[1]
    if known or not alone or len(token) < SHORTEST_ALONE:
        return None
    return next(iter(same or near), None)


def _candidates(token: str, kind: str, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """Words that differ only in diacritics, then words one slip away."""
    if kind != "x":
        return [], vocabulary.one_slip(kind, token)[:MOST_CANDIDATES]
    bare = folded(token)
    same = [word for word in vocabulary.spellings(bare) if word != token]
    slips = [word for near in vocabulary.one_slip("f", bare) for word in vocabulary.spellings(near)]
    return same, slips[:MOST_CANDIDATES]
