"""What a typed name of a place may mean, among the units of today that a question takes."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from app.texts import say
from app.wizard.places import CURRENT, Choice, Meaning, Places

_MOST_FOUND = 5


class Pick(NamedTuple):
    """A unit that can be picked: its codes, largest first, with a colon between, and its whole name."""

    codes: str
    title: str


class Found(NamedTuple):
    """One unit that may be meant: what it `was`, if it is old, and what it is; `more` parts are left out."""

    was: str
    picks: tuple[Pick, ...]
    more: int


class Finding(NamedTuple):
    """What was typed and what may be meant by it.

    Where `similar`, nothing is called so and these are called alike; `more` were found than are here; all
    were `outside` when the question takes none of them.
    """

    typed: str
    found: tuple[Found, ...] = ()
    similar: bool = False
    more: bool = False
    outside: bool = False

    @property
    def sure(self) -> bool:
        """Whether one unit alone is meant."""
        return not self.similar and [len(one.picks) for one in self.found] == [1]

    def has(self, province: str, ward: str) -> bool:
        """Whether what is picked in the lists is among it, or part of it."""
        return any(self._is(one, province, ward) for one in self.found)

    def _is(self, one: Found, province: str, ward: str) -> bool:
        picked = {pick.codes for pick in one.picks}
        return bool(picked & {province, f"{province}:{ward}"}) or (
            one.more > 0 and any(codes.startswith(f"{province}:") for codes in picked)
        )


class Wanted(NamedTuple):
    """The units a question takes: in `provinces`, all when there are none; `whole` provinces only."""

    provinces: Collection[str]
    whole: bool

    def takes(self, choice: Choice) -> bool:
        """Whether a unit may answer the question, with the province it is in."""
        return not self.provinces or choice.province in self.provinces


def find(typed: str, wanted: Wanted, places: Places, lang: str) -> Finding:
    """What `typed` may mean; when nothing is called so, what is called alike."""
    meanings = places.meanings(typed)
    similar = not meanings
    told = meanings or places.nearest(typed)
    every = [_found(one, wanted, places, lang) for one in told]
    found = tuple({(one.was, one.picks): one for one in every if one.picks}.values())
    return Finding(typed, found[:_MOST_FOUND], similar, len(found) > _MOST_FOUND, bool(told) and not found)


def _found(meaning: Meaning, wanted: Wanted, places: Places, lang: str) -> Found:
    taken = [choice for choice in meaning.choices if wanted.takes(choice)]
    picks = dict.fromkeys(_pick(choice, wanted.whole, places, lang) for choice in taken)
    was = say(meaning.label, lang) if meaning.old else ""
    return Found(was, tuple(picks), 0 if wanted.whole else meaning.more)


def _pick(choice: Choice, whole: bool, places: Places, lang: str) -> Pick:
    if whole:
        return Pick(choice.province, places.name(CURRENT, choice.province, None, None, lang))
    return Pick(":".join(dict.fromkeys((choice.province, choice.code))), say(choice.label, lang))
