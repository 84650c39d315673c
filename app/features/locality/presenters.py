"""The page that asks for a place: what was typed, what that may mean, and the lists."""

from __future__ import annotations

from dataclasses import dataclass

from app.localities.chosen import Place
from app.localities.places import Places
from app.localities.units import CURRENT, Found, Successor, Today, Unit
from app.texts import Text

MOST_FOUND = 8
_MOST_PARTS = 12
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit of today that can be chosen, and its whole name."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class Meaning:
    """One unit that may be meant: itself, or what it became; several choices when it was divided."""

    label: Text
    old: bool
    divided: bool
    choices: tuple[Choice, ...]
    more: int


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Everything the page shows; `meanings` is None before anything was typed."""

    chosen: Place | None
    residence: Meaning | None
    typed: str
    meanings: tuple[Meaning, ...] | None
    provinces: tuple[Unit, ...]
    province: Unit | None
    wards: tuple[Unit, ...]


def place_page(
    places: Places, chosen: Place | None, residence: Today | None, typed: str = "", province: str = ""
) -> PlacePage:
    """The page as the person left it, nothing chosen for them."""
    provinces = tuple(places.provinces())
    shown = next((unit for unit in provinces if unit.code == province), None)
    if shown is None and not typed and chosen:
        shown = chosen.province
    return PlacePage(
        chosen=chosen,
        residence=_meaning(places, residence.candidates, None) if residence else None,
        typed=typed,
        meanings=meanings(places, typed) if typed else None,
        provinces=provinces,
        province=shown,
        wards=tuple(places.wards(CURRENT, shown.code)) if shown else (),
    )


def meanings(places: Places, typed: str) -> tuple[Meaning, ...]:
    """What a typed name may mean, likeliest first; what is not found whole is found by its end."""
    found = (_found(places, each) for each in _closest(places, typed))
    return tuple({_what(each): each for each in reversed(list(found))}.values())[::-1]


def _closest(places: Places, typed: str) -> tuple[Found, ...]:
    """Units that answer all that was typed, else its last words: often the larger place is right."""
    words = typed.replace(".", ". ").split()[:_MOST_WORDS]
    endings = (" ".join(words[first:]) for first in range(len(words)))
    return next((found for ending in endings if (found := places.find(ending, MOST_FOUND))), ())


def _what(meaning: Meaning) -> tuple[str, ...]:
    return (meaning.label["vi"], *(choice.code for choice in meaning.choices))


def _found(places: Places, found: Found) -> Meaning:
    return _meaning(places, found.today, found)


def _meaning(places: Places, today: tuple[Successor, ...], found: Found | None) -> Meaning:
    units = [successor.unit for successor in today]
    return Meaning(
        label=found.label if found else places.label(units[0]),
        old=bool(found) and found.unit.scheme != CURRENT if found else False,
        divided=len(units) > 1,
        choices=tuple(Choice(unit.code, places.label(unit)) for unit in units[:_MOST_PARTS]),
        more=max(len(units) - _MOST_PARTS, 0),
    )
