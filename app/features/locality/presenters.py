"""The page that asks for a place: what was typed, what that may mean, and the lists."""

from __future__ import annotations

from dataclasses import dataclass

from app.localities.chosen import Place
from app.localities.places import Places
from app.localities.units import CURRENT, Meaning, Today, Unit


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
        residence=places.meaning(residence.candidates) if residence else None,
        typed=typed,
        meanings=places.meanings(typed) if typed else None,
        provinces=provinces,
        province=shown,
        wards=tuple(places.wards(CURRENT, shown.code)) if shown else (),
    )
