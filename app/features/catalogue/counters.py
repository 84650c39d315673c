"""Where a procedure is handed in in person: places that exist, named from the units of today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.features.catalogue.records.record import ProcedureRecord
from app.localities.chosen import Place
from app.localities.units import Unit
from app.texts import Text

_MOST = 3
# Committees and departments receive through the service centres (one-stop shops); everybody else has
# counters of their own.
_COMMITTEE = re.compile(r"(ủy|uỷ) ban|^ubnd", re.I)
_OF_COMMUNES = re.compile(r"\bxã(?! hội)|phường|thị trấn|đặc khu", re.I)
_OF_PROVINCES = re.compile(r"tỉnh|thành phố", re.I)
_CENTRAL = re.compile(r"^(bộ|cục|tổng cục|vụ|văn phòng|thanh tra|cơ quan đại diện|đại sứ quán)\b", re.I)
_LOCAL = re.compile(r"tỉnh|khu vực|địa phương|cơ sở", re.I)
_DEPARTMENT = re.compile(r"^(sở|chi cục|ban quản lý)\b", re.I)
_SOME_CENTRE: Text = {
    "vi": "Trung tâm Phục vụ hành chính công xã, phường, đặc khu nơi bạn ở",
    "en": "Public Administration Service Centre of the ward or commune where you live",
}


@dataclass(frozen=True, slots=True)
class Counter:
    """An office where one can go; `of` is whose place it is in, when the name does not say so."""

    name: Text
    of: Text | None = None


def counters(record: ProcedureRecord, place: Place | None) -> tuple[Counter, ...]:
    """Where this procedure is handed in for someone of this place, the nearest first; never empty.

    Without a place the offices are only named by their kind.
    """
    if place is None:
        names = [unit.name for unit in record.executing] or [record.agency.name]
        return tuple(map(Counter, names[:_MOST]))
    near: list[Counter] = []
    far: list[Counter] = []
    for unit in record.executing:
        name = unit.name["vi"]
        if _DEPARTMENT.search(name) or _COMMITTEE.search(name):
            near += _centres(name, record, place)
        elif _CENTRAL.search(name) and not _LOCAL.search(name):
            far.append(Counter(unit.name))
        else:
            near.append(Counter(unit.name, place.name if _OF_COMMUNES.search(name) else place.province.name))
    found = [*near, *far] or [Counter(record.agency.name)]
    return tuple({counter.name["vi"]: counter for counter in reversed(found)}.values())[::-1][:_MOST]


def centre(unit: Unit, of: Text | None = None) -> Counter:
    """The public administration service centre of a ward, commune or province."""
    name = unit.name["vi"]
    return Counter(
        {
            "vi": f"Trung tâm Phục vụ hành chính công {name[:1].lower()}{name[1:]}",
            "en": f"Public Administration Service Centre of {unit.name['en']}",
        },
        of,
    )


def _centres(name: str, record: ProcedureRecord, place: Place) -> Iterator[Counter]:
    communal = bool(_OF_COMMUNES.search(name))
    provincial = bool(_OF_PROVINCES.search(name) or _DEPARTMENT.search(name))
    if communal or (not provincial and "WARD" in record.levels):
        if place.ward:
            yield centre(place.ward, place.province.name)
        else:
            yield Counter(_SOME_CENTRE, place.province.name)
    yield centre(place.province)
