"""Where a name shows what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.folding import folded
from app.search.entry import Match

SHORTEST_ROOT = 4


def comparable(name: str) -> str:
    """`name` folded letter by letter, so that positions in it are positions in the name."""
    if name.isascii():
        return name.lower()
    return "".join(_letter(char) for char in name)


def _letter(char: str) -> str:
    lowered = char.lower()
    bare = folded(lowered) if len(lowered) == 1 else lowered
    return bare if len(bare) == 1 else char


def highlights(bare: str, asked: Iterable[str], beginnings: Iterable[str]) -> tuple[Match, ...]:
    """The stretches of a comparable name that are words of `asked` or begin with one of `beginnings`.

    Neighbouring words make one stretch.
    """
    found = {place for word in asked for place in _places(bare, word, whole=True)}
    found.update(place for word in beginnings for place in _places(bare, word, whole=False))
    stretches: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if stretches and start <= stretches[-1][1] + 1 and bare[stretches[-1][1] : start] in {"", " "}:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return tuple(Match(start, end) for start, end in stretches)


def _places(bare: str, word: str, *, whole: bool) -> Iterator[tuple[int, int]]:
    start = bare.find(word)
    while start >= 0:
        end = start + len(word)
        begins = start == 0 or not bare[start - 1].isalnum()
        if begins and not whole:
            while end < len(bare) and bare[end].isalnum():
                end += 1
        if begins and (end == len(bare) or not bare[end].isalnum()):
            yield start, end
        start = bare.find(word, end)
