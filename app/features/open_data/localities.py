"""Administrative units as open data: both schemes, their dates, and what became of each."""

from __future__ import annotations

from typing import Any

from app.errors import NotFound
from app.localities.places import Places
from app.localities.units import CURRENT, Scheme, Successor, Unit

MOST_FOUND = 100


def units(places: Places, scheme: Scheme, query: str, parent: str) -> list[Unit]:
    """What `query` finds in either scheme, else what lies directly below `parent`, else every province."""
    if query:
        return [found.unit for found in places.find(query, MOST_FOUND)]
    if not parent:
        return list(places.provinces(scheme))
    if scheme == CURRENT:
        return list(places.wards(scheme, parent))
    if len(parent) == 2:
        return list(places.districts(parent))
    return list(places.wards(scheme, _province_of(places, parent), parent))


def locality(places: Places, unit: Unit) -> dict[str, Any]:
    """One unit with its dates; old ones name today's units, today's ones name what they were made of."""
    current = unit.scheme == CURRENT
    heirs = () if current else places.successor(unit.code)
    return {
        "scheme": unit.scheme,
        "level": unit.level,
        "code": unit.code,
        "name": unit.name,
        "short": unit.short,
        "parent": (unit.district or unit.province) if unit.level == "ward" else _above(unit),
        "province": unit.province,
        "valid_from": unit.valid_from and unit.valid_from.isoformat(),
        "valid_until": unit.valid_until and unit.valid_until.isoformat(),
        "divided": len(heirs) > 1,
        "successors": [_heir(heir) for heir in heirs],
        "predecessors": [old.code for old in places.predecessors(unit.code)] if current else [],
    }


def _province_of(places: Places, district: str) -> str:
    try:
        return places.unit("2024", district).province
    except NotFound:
        return ""


def _above(unit: Unit) -> str | None:
    return unit.province if unit.level == "district" else None


def _heir(heir: Successor) -> dict[str, Any]:
    return {
        "code": heir.unit.code,
        "name": heir.unit.name,
        "province": heir.unit.province,
        "default": heir.is_default,
    }
