"""Typing slips in names of places: one letter too many, missing, wrong, or two exchanged."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from difflib import get_close_matches

SHORTEST = 4
_MOST_ALIKE, _LEAST_ALIKE = 3, 0.6
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def corrections(word: str, known: Container[str]) -> tuple[str, ...]:
    """The known words one slip away from `word` (both without diacritics), each once.

    None for known words, and for words under four letters, where a slip makes another name.
    """
    if word in known or len(word) < SHORTEST or not word.isalpha():
        return ()
    return tuple(dict.fromkeys(other for other in _one_slip_away(word) if other in known))


def _one_slip_away(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield before + after[1:]
        for letter in _LETTERS:
            yield before + letter + after[1:]
            yield before + letter + after


def alike(word: str, known: Sequence[str]) -> list[str]:
    """The few known words most like `word` (without diacritics), the nearest first."""
    return get_close_matches(word, known, _MOST_ALIKE, _LEAST_ALIKE)
