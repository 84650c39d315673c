"""Life events as tiles: words first, an icon beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.features.catalogue.service import Group
from app.texts import Text

_ICONS = {
    "750": "baby",
    "751": "book",
    "752": "work",
    "753": "home",
    "754": "ring",
    "755": "bolt",
    "756": "heart",
    "757": "car",
    "758": "sun",
    "759": "leaf",
    "771": "scale",
    "760": "seedling",
    "761": "people",
    "762": "coins",
    "763": "building",
    "764": "megaphone",
    "765": "lamp",
    "766": "branch",
    "767": "cart",
    "768": "cycle",
    "791": "handshake",
    "769": "door",
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One life event as the first page shows it."""

    id: str
    name: Text
    count: int
    icon: str


def tiles(events: Iterable[Group]) -> list[Tile]:
    """The life events that have procedures, each with its icon; a new one gets the icon of a paper."""
    return [
        Tile(event.code, event.name, event.count, _ICONS.get(event.code, "file"))
        for event in events
        if event.count
    ]
