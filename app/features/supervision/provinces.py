"""In which province of today a dossier counts: by the place it names, else by its agency's code.

Roots of agencies' codes, H01 to H63, are the provinces until 30 June 2025 (Decision 20/2020/QĐ-TTg). 37 are
verified: 35 by agencies or scores published under them, H04 (Bạc Liêu) and H22 (Hà Giang) by the names of an
agency and of papers in published procedures. The other 26 are inferred, each from its place among those in
the order of names, and not verified: H02 H03 H06 to H11 H16 H23 H25 H28 H33 H34 H39 H40 H43 H45 H46 H47 H51
H54 H58 H59 H62 H63. One verified root, H30 (Hậu Giang), stands outside that order.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.errors import NotFound
from app.localities.places import Places
from app.localities.units import CURRENT

_ROOT = re.compile(r"(?:^|\.)([A-Z][0-9]{2})(?=\.|$)")
# By their codes in statistics.
_FORMER = (
    "89 24 06 95 27 77 83 52 74 70 60 96 92 04 66 67 48 11 75 87 64 02 30 31 35 01 42 17 79 93 33 56 "
    "91 62 12 68 20 10 80 36 40 37 58 25 54 44 49 51 22 45 94 14 72 34 19 38 46 82 84 08 86 26 15"
)
_ROOTS = {f"H{number:02}": former for number, former in enumerate(_FORMER.split(), start=1)}


@lru_cache(maxsize=65_536)
def province_of(agency_code: str, locality_code: str) -> str:
    """The two figures of the province; empty for ministries and for places nobody knows.

    `locality_code` is a unit of today or one until 30 June 2025, or empty; then the root of the agency's code
    counts (`H26` in `000.00.00.H26` and `H26.32`, Decision 20/2020/QĐ-TTg).
    """
    if locality_code:
        return _province_of_place(locality_code)
    root = _ROOT.search(agency_code)
    former = _ROOTS.get(root[1]) if root else None
    return Places().successor(former)[0].unit.province if former else ""


@lru_cache(maxsize=64)
def places_of(province: str) -> frozenset[str]:
    """The codes of all places in a province, now and before, and its own."""
    places = Places()
    wards = [ward.code for ward in places.wards(CURRENT, province)]
    before = [old.code for ward in wards for old in places.predecessors(ward)]
    now = (code for code in before if _province_of_place(code) == province)
    return frozenset((province, *wards, *now))


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
