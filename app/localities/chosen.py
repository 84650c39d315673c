"""The place a person chose, to live in or to apply in."""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import NotFound
from app.localities.places import Places
from app.localities.units import CURRENT, Unit
from app.texts import Text


@dataclass(frozen=True, slots=True)
class Place:
    """A province of today and, when the person said so, one of its wards."""

    province: Unit
    ward: Unit | None = None

    @property
    def code(self) -> str:
        """What is remembered of it: the code of the ward, else of the province."""
        return (self.ward or self.province).code

    @property
    def name(self) -> Text:
        """The whole name, smallest unit first, in both languages."""
        units = [unit for unit in (self.ward, self.province) if unit]
        return {lang: ", ".join(unit.name[lang] for unit in units) for lang in ("vi", "en")}

    @property
    def address(self) -> dict[str, str | None]:
        """The place as the value of an address question."""
        ward = self.ward.code if self.ward else None
        return {"scheme": CURRENT, "province": self.province.code, "district": None, "ward": ward}


def place(places: Places, code: str | None) -> Place | None:
    """The place of a remembered code of today, none when there is no such unit (any more)."""
    try:
        unit = places.unit(CURRENT, code or "")
    except NotFound:
        return None
    if unit.level == "province":
        return Place(unit)
    return Place(places.unit(CURRENT, unit.province), unit)
