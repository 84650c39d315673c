"""Finds administrative units by what people type: old or new names, short forms, no diacritics."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product

from app.folding import fold
from app.localities.reading import MOST_WORDS, Reading, Words, parts, readings, words
from app.localities.register import Register
from app.localities.slips import alike, corrections
from app.localities.units import CURRENT, KINDS_EN, LEVEL_OF_CODE, Level, Scheme

# What makes one unit likelier to be meant than another, in order of weight.
COVERED = 4.0  # all of its name was typed
IN_ORDER = 2.0  # … word after word
ACCENTED = 2.0  # … with the right diacritics, when any were typed
OF_THAT_KIND = 1.5  # its kind stands before its name
STILL_EXISTS = 0.6
NOT_ITS_OWN = -0.1  # for each word that belongs to the units above
BY_LEVEL: dict[Level, float] = {"province": 1.0, "district": 0.5, "ward": 0.0}

_MOST_SPELLINGS = 12

_Family = tuple[Scheme, str, str]
"""What siblings share: scheme, code of the unit above, kind."""


class Finder:
    """An index over the names in several registers; building it takes some tens of milliseconds."""

    def __init__(self, registers: Sequence[Register], heirs: Mapping[str, Sequence[str]]) -> None:
        self._registers = {register.scheme: register for register in registers}
        self._units: list[tuple[Scheme, str]] = []
        self._own: list[Words] = []
        self._families: list[_Family] = []
        self._postings: dict[str, array[int]] = {}
        self._joined: dict[str, Words] = {}
        self._shared: dict[_Family, _Family] = {}
        for register in registers:
            # One pass over all names at once folds them three times faster than one by one.
            shorts = fold("\n".join(register.bare(code)[1] for code in register)).split("\n")
            for code, short in zip(register, shorts, strict=True):
                if register.scheme == CURRENT or not self._unchanged(register, code, heirs):
                    self._add(register, code, tuple(words(short)))
        self._vocabulary = sorted(self._postings)
        self._known = {
            *self._postings,
            *self._joined,
            *(word for kind in SPOKEN_KINDS.values() for word in kind),
        }
        self._above = cache(self._words_above)

    def find(self, text: str, limit: int, levels: Collection[Level]) -> list[tuple[Scheme, str]]:
        """Scheme and code of the units that answer `text`, likeliest first, at most `limit`.

        Every word must belong to the unit's name, its kind or the units above it; the last one may be
        unfinished. Parts before a comma that fit no unit (house number, street) are left aside, and slips
        of one letter are put right when nothing is found as typed.
        """
        pieces = parts(text)
        corrected = [self._corrected(piece) for piece in pieces]
        for tried in [pieces] + [corrected] * (corrected != pieces):
            for first in range(len(tried)):
                scores = self._scores(", ".join(tried[first:]), levels)
                if scores:
                    ranked = sorted(scores, key=lambda number: (-scores[number], number))
                    return [self._units[number] for number in ranked[: max(limit, 0)]]
        return []

    def near(self, text: str, limit: int, levels: Collection[Level]) -> list[tuple[Scheme, str]]:
        """Units called most like `text`, likeliest first; words that are like no name are left aside."""
        meant = (self._alike(word) for word in words(fold(text))[:MOST_WORDS])
        spellings = islice(product(*filter(None, meant)), _MOST_SPELLINGS)
        found: dict[tuple[Scheme, str], None] = {}
        for spelling in spellings:
            endings = (self.find(" ".join(spelling[at:]), limit, levels) for at in range(len(spelling)))
            found |= dict.fromkeys(next(filter(None, endings), ()))
        return list(found)[:limit]

    def _alike(self, word: str) -> list[str]:
        return [word] if word in self._known else alike(word, self._vocabulary)

    def _corrected(self, piece: str) -> str:
        """The words of `piece` with typing slips put right where exactly one name is meant."""
        return " ".join(self._right(word) for word in words(piece))

    def _right(self, word: str) -> str:
        meant = corrections(fold(word), self._known)
        return meant[0] if len(meant) == 1 else word

    def _add(self, register: Register, code: str, own: Words) -> None:
        number = len(self._units)
        self._units.append((register.scheme, code))
        self._own.append(own)
        family = (register.scheme, register.parent(code), register.bare(code)[0])
        self._families.append(self._shared.setdefault(family, family))
        for word in own:
            self._postings.setdefault(word, array("H")).append(number)
        if LEVEL_OF_CODE[len(code)] != "ward":
            self._joined["".join(own)] = own

    def _unchanged(self, register: Register, code: str, heirs: Mapping[str, Sequence[str]]) -> bool:
        """Whether this old province has the same name today, so that one of the two is enough."""
        now = self._registers[CURRENT]
        heir = heirs.get(code, ("",))[0]
        return len(code) == 2 and heir in now and now.bare(heir) == register.bare(code)

    def _scores(self, text: str, levels: Collection[Level]) -> dict[int, float]:
        scores: dict[int, float] = {}
        for reading in readings(text, self._joined):
            for number in self._answering(reading, levels):
                scores[number] = max(self._score(number, reading), scores.get(number, 0.0))
        return {number: score for number, score in scores.items() if score}

    def _answering(self, reading: Reading, levels: Collection[Level]) -> Iterator[int]:
        """Candidates whose own name has every word that neither their kind nor a unit above them explains."""
        typed = reading.folded
        # Siblings share what is above them, so that is looked at once for all of them.
        left = cache(
            lambda family: [n for n in range(len(typed)) if not _fits(typed, n, self._above(*family))]
        )
        for number in self._candidates(reading):
            own = self._own[number]
            if LEVEL_OF_CODE[len(self._units[number][1])] in levels and all(
                _fits(typed, n, own) for n in left(self._families[number])
            ):
                yield number

    def _candidates(self, reading: Reading) -> set[int]:
        """Units named by a typed word; kinds ("thành phố") count as names only when nothing else is typed."""
        telling = _telling(reading.folded) or reading.folded
        found: set[int] = set()
        for word in telling:
            found.update(self._postings.get(word, ()))
        last = reading.folded[-1]
        begun = len(last) > 1 and last in telling and last not in self._postings
        if len(reading.folded) == 1 or begun:
            for word in self._starting_with(last):
                found.update(self._postings[word])
        return found

    def _starting_with(self, prefix: str) -> Iterator[str]:
        if prefix.isdecimal():
            return
        for position in range(bisect_left(self._vocabulary, prefix), len(self._vocabulary)):
            if not self._vocabulary[position].startswith(prefix):
                return
            yield self._vocabulary[position]

    def _score(self, number: int, reading: Reading) -> float:
        scheme, code = self._units[number]
        own, typed = self._own[number], reading.folded
        register = self._registers[scheme]
        kind, short = register.bare(code)
        named = [n for n in range(len(typed)) if _fits(typed, n, own)]
        if not named:
            return 0.0
        score = BY_LEVEL[LEVEL_OF_CODE[len(code)]] + NOT_ITS_OWN * (len(typed) - len(named))
        score += COVERED * min(len({typed[n] for n in named}) / len(set(own)), 1.0)
        score += IN_ORDER * _in_order(typed, own)
        score += ACCENTED * (_accents_kept(reading, named, words(short)) if reading.accented else 1.0)
        score += OF_THAT_KIND * _follows_kind(typed, KIND_WORDS[kind], own)
        return score + STILL_EXISTS * (scheme == CURRENT)

    def _words_above(self, scheme: Scheme, code: str, kind: str) -> frozenset[str]:
        """The words that may stand beside a name: its own kind, and everything above it."""
        above = set(SPOKEN_KINDS[kind])
        while code:
            kind, short = self._registers[scheme].bare(code)
            above.update(SPOKEN_KINDS[kind], _plain(short))
            code = self._registers[scheme].parent(code)
        return frozenset(above)


def _telling(typed: Words) -> Words:
    """The typed words without those that only say what kind of unit is meant."""
    for kind in KIND_WORDS.values():
        for at in range(len(typed) - len(kind), -1, -1):
            if typed[at : at + len(kind)] == kind:
                typed = typed[:at] + typed[at + len(kind) :]
    return typed


def _plain(text: str) -> Words:
    return tuple(words(fold(text)))


KIND_WORDS = {vi: _plain(vi) for vi in KINDS_EN}
SPOKEN_KINDS = {vi: frozenset(KIND_WORDS[vi] + _plain(en)) for vi, en in KINDS_EN.items()}


def _fits(typed: Words, position: int, known: Collection[str]) -> bool:
    """Whether a typed word is one of `known`, or begins one when it is the last and unfinished."""
    word = typed[position]
    if word in known:
        return True
    unfinished = position == len(typed) - 1 and not word.isdecimal()
    return unfinished and any(other.startswith(word) for other in known)


def _in_order(typed: Words, own: Words) -> float:
    """1.0 when the whole name stands in the query word after word, 0.8 when its beginning ends the query."""
    for start in range(len(typed)):
        piece = typed[start : start + len(own)]
        if piece == own:
            return 1.0
        if start + len(piece) == len(typed) and _begins(own, piece):
            return 0.8
    return 0.0


def _begins(own: Words, piece: Words) -> bool:
    last = len(piece) - 1
    return piece[:last] == own[:last] and own[last].startswith(piece[last])


def _accents_kept(reading: Reading, named: list[int], own: list[str]) -> float:
    kept = sum(any(word.startswith(reading.typed[n]) for word in own) for n in named)
    return kept / len(named)


def _follows_kind(typed: Words, kind: Words, own: Words) -> bool:
    """Whether the query says "phường 1" of a Phường 1; English puts the kind behind a name."""
    length = len(kind)
    return any(
        typed[at : at + length] == kind and typed[at + length] == own[0] for at in range(len(typed) - length)
    )
