"""Where a name shows what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Set

from app.folding import folded
from app.search.entry import Match
from app.search.folding import WORD

SHORTEST_ROOT = 4


class _Letters(dict[int, str]):
    """What becomes of every letter met so far."""

    def __missing__(self, code: int) -> str:
        lowered = chr(code).lower()
        bare = folded(lowered) if len(lowered) == 1 else lowered
        self[code] = bare if len(bare) == 1 else chr(code)
        return self[code]


_LETTERS = _Letters()


def comparable(name: str) -> str:
    """`name` folded letter by letter, so that positions in it are positions in the name."""
    return name.lower() if name.isascii() else name.translate(_LETTERS)


def highlights(bare: str, asked: Set[str], beginnings: Iterable[str]) -> tuple[Match, ...]:
    """The stretches of a comparable name that are words of `asked` or begin with one of `beginnings`.

    Neighbouring words make one stretch.
    """
    begun = tuple(beginnings)
    stretches: list[tuple[int, int]] = []
    for found in WORD.finditer(bare):
        word, (start, end) = found[0], found.span()
        if word not in asked and not word.startswith(begun):
            continue
        if stretches and start <= stretches[-1][1] + 1 and bare[stretches[-1][1] : start] in {"", " "}:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return tuple(Match(start, end) for start, end in stretches)
