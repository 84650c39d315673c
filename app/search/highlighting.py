"""Where a name shows what was asked for."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from app.search.entry import Match
from app.search.folding import WORD, canonical, folded, stem


def highlights(name: str, asked: Collection[str], beginning: str = "") -> tuple[Match, ...]:
    """The stretches of `name` that hold a word of `asked` (folded words and stems) or begin with `beginning`.

    Neighbouring words make one stretch.
    """
    matches: list[Match] = []
    for word in WORD.finditer(name):
        bare, root = _compared(word[0])
        if bare in asked or root in asked or (beginning and bare.startswith(beginning)):
            joined = matches and name[matches[-1].end : word.start()] == " "
            start = matches.pop().start if joined else word.start()
            matches.append(Match(start, word.end()))
    return tuple(matches)


@lru_cache(maxsize=32768)
def _compared(word: str) -> tuple[str, str]:
    bare = folded(canonical(word.lower()))
    return bare, stem(bare)
