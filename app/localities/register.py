"""The data files of this package in memory: compact rows, read once, made into units when asked for."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.errors import NotFound
from app.folding import fold
from app.localities.units import ENGLISH, KINDS_EN, LEVEL_OF_CODE, Scheme, Unit
from app.texts import Text

DATA = Path(__file__).parent / "data"
_KINDS: dict[str, Text] = {vi: {"vi": vi, "en": en} for vi, en in KINDS_EN.items()}


class Register:
    """Every unit of one scheme, provinces first, each level in Vietnamese alphabetical order."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._rows: dict[str, str] = {}
        children: dict[str, list[str]] = {}
        for line in _lines(f"units_{scheme}.tsv.gz"):
            code, parent, rest = line.split("\t", 2)
            self._rows[code] = f"{parent}\t{rest}"
            children.setdefault(parent, []).append(code)
        self._children = {parent: tuple(codes) for parent, codes in children.items()}

    def __contains__(self, code: object) -> bool:
        return code in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def below(self, parent: str) -> tuple[str, ...]:
        """The codes directly below `parent`; provinces are below ""."""
        return self._children.get(parent, ())

    def parent(self, code: str) -> str:
        """The code of the unit above, "" for a province; KeyError when unknown."""
        return self._rows[code].split("\t", 1)[0]

    def bare(self, code: str) -> tuple[str, str]:
        """Kind and short name in Vietnamese; KeyError when unknown."""
        _, kind, short = self._rows[code].split("\t")
        return kind, short

    def unit(self, code: str) -> Unit:
        """The unit with this code; NotFound when there is none."""
        row = self._rows.get(code)
        if row is None:
            raise NotFound(f"no unit {code} in scheme {self.scheme}")
        parent, kind, short = row.split("\t")
        above = self.parent(parent) if parent else ""
        return Unit(
            scheme=self.scheme,
            level=LEVEL_OF_CODE[len(code)],
            code=code,
            province=above or parent or code,
            district=parent if above else code if len(code) == 3 else None,
            kind=_KINDS[kind],
            short={"vi": short, "en": english(short)},
            name={"vi": f"{kind} {short}", "en": full_english(kind, short)},
        )


def english(short: str) -> str:
    """The English short name: "Hồ Chí Minh" → "Ho Chi Minh"."""
    return ENGLISH.get(short) or fold(short)


def full_english(kind: str, short: str) -> str:
    """The English whole name: "Ba Dinh Ward", but "Ward 1" and "District 10" when it is a number."""
    if short[0].isdecimal():
        return f"{KINDS_EN[kind]} {english(short)}"
    return f"{english(short)} {KINDS_EN[kind]}"


@cache
def succession() -> dict[str, tuple[str, ...]]:
    """Old province, ward and island district codes with the codes of today, the default first."""
    rows = (line.split("\t") for line in _lines("successors.tsv.gz"))
    return {old: tuple(new.split(" ")) for old, new in rows}


@cache
def register(scheme: Scheme) -> Register:
    """The register of `scheme`, read once for the process."""
    return Register(scheme)


def _lines(name: str) -> list[str]:
    return gzip.decompress((DATA / name).read_bytes()).decode().splitlines()
