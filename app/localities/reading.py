"""How a typed place may be meant: short forms written out, other names replaced, joined words taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.folding import fold, lower, settle

LONGEST_QUERY = 200
MOST_WORDS = 16
KINDS = {
    "p": ("phường",),
    "ph": ("phường",),
    "q": ("quận",),
    "h": ("huyện",),
    "x": ("xã",),
    "t": ("tỉnh",),
    "tp": ("thành", "phố"),
    "tx": ("thị", "xã"),
    "tt": ("thị", "trấn"),
    "đk": ("đặc", "khu"),
}
_ALIASES = Path(__file__).parent / "data" / "aliases.tsv"
_LONGEST_ALIAS = 3
_GLUED = re.compile(r"\btp(?=(?:hcm|hn|hp|sg)\b)")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_COUNTRY = (["viet", "nam"], ["vietnam"], ["vn"])

Words = tuple[str, ...]


class Reading(NamedTuple):
    """One way to read a query: its words as typed and without diacritics, in the same order."""

    typed: Words
    folded: Words

    @property
    def accented(self) -> bool:
        """Whether the person typed any diacritics, so that they mean something."""
        return self.typed != self.folded


def words(text: str) -> list[str]:
    """The words and numbers of `text` in lower case, diacritics kept, numbers without leading zeros."""
    found = _WORD.findall(lower(text))
    return [str(int(word)) if word.isdecimal() and word.isascii() else word for word in found]


def parts(text: str) -> list[str]:
    """The parts of an address between commas, without empty ones and without the country."""
    pieces = [piece for piece in re.split(r"[,;\n]", text[:LONGEST_QUERY]) if words(piece)]
    if len(pieces) > 1 and words(fold(pieces[-1])) in _COUNTRY:
        return pieces[:-1]
    return pieces


def readings(text: str, joined: Mapping[str, Words]) -> tuple[Reading, ...]:
    """Every way to read `text`, as typed first; `joined` maps "hanoi" to the words of the name."""
    typed = tuple(words(settle(_GLUED.sub("tp ", text.lower()))))[:MOST_WORDS]
    written_out = tuple(_written_out(typed))
    ways = [typed, written_out, tuple(_replaced(written_out)), tuple(_parted(written_out, joined))]
    return tuple(Reading(way, tuple(map(fold, way))) for way in dict.fromkeys(ways) if way)


def _written_out(typed: Words) -> Iterator[str]:
    for word in typed:
        yield from KINDS.get(word, (word,)) if len(typed) > 1 else (word,)


def _replaced(typed: Words) -> Iterator[str]:
    position = 0
    while position < len(typed):
        for length in range(_LONGEST_ALIAS, 0, -1):
            official = aliases().get(" ".join(map(fold, typed[position : position + length])))
            if official:
                yield from official
                position += length
                break
        else:
            yield typed[position]
            position += 1


def _parted(typed: Words, joined: Mapping[str, Words]) -> Iterator[str]:
    for word in typed:
        yield from joined.get(fold(word), (word,))


@cache
def aliases() -> dict[str, Words]:
    """What else places are called, without diacritics, and the words of the official name."""
    rows = (line.split("\t") for line in _ALIASES.read_text(encoding="utf-8").splitlines())
    return {" ".join(words(fold(other))): tuple(words(official)) for other, official in rows}
