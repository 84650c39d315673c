"""Typing slips in names of places: one letter too many, missing, wrong, or two exchanged."""

from __future__ import annotations

from collections.abc import Container, Iterator

SHORTEST = 4
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
