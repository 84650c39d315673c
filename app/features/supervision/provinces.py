"""In which province of today a dossier counts: by the place it names, else by its agency's code."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from app.errors import NotFound
from app.features.catalogue.records.taxonomy import Taxonomy
from app.features.dossiers.mirror.tallying import Region
from app.localities.places import Places
from app.localities.units import CURRENT

_ROOT = re.compile(r"(?:^|\.)([A-Z][0-9]{2})(?=\.|$)")
_ROOTS = tuple(f"H{number:02}" for number in range(1, 64))


@cache
def province_of(agency_code: str, locality_code: str) -> str:
    """The two figures of the province; empty for ministries and for places nobody knows.

    `locality_code` is a unit of today or one until 30 June 2025, or empty; then the root of the agency's code
    counts (`H26` in `000.00.00.H26` and `H26.32`, Decision 20/2020/QĐ-TTg).
    """
    if locality_code:
        return _province_of_place(locality_code)
    root = _ROOT.search(agency_code)
    return (root and Taxonomy().province(root[1])) or ""


@lru_cache(maxsize=64)
def region(province: str) -> Region:
    """How dossiers name a province: every place in it, now and before, and the roots of its agencies."""
    places = Places()
    wards = [ward.code for ward in places.wards(CURRENT, province)]
    before = [old.code for ward in wards for old in places.predecessors(ward)]
    now = (code for code in before if _province_of_place(code) == province)
    roots = tuple(root for root in _ROOTS if province_of(root, "") == province)
    return Region(frozenset((province, *wards, *now)), roots)


def _province_of_place(code: str) -> str:
    places = Places()
    try:
        return places.unit(CURRENT, code).province
    except NotFound:
        pass
    try:
        return places.successor(code)[0].unit.province
    except NotFound:
        return ""
