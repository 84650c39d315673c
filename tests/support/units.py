"""A country of four provinces, for tests that need places to pick from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from app.localities.units import Choice, Meaning


class Unit(NamedTuple):
    """A unit with its place in the hierarchy."""

    code: str
    name: dict[str, str]
    above: tuple[str, ...]


def _unit(code: str, vi: str, en: str, *above: str) -> Unit:
    return Unit(code, {"vi": vi, "en": en}, above)


UNITS: dict[str, tuple[Unit, ...]] = {
    "2025": (
        _unit("01", "Thành phố Hà Nội", "Hà Nội City"),
        _unit("79", "Thành phố Hồ Chí Minh", "Hồ Chí Minh City"),
        _unit("00004", "Phường Ba Đình", "Ba Đình Ward", "01"),
        _unit("00097", "Phường Hồng Hà", "Hồng Hà Ward", "01"),
        _unit("26734", "Phường Sài Gòn", "Sài Gòn Ward", "79"),
    ),
    "2024": (
        _unit("01", "Thành phố Hà Nội", "Hà Nội City"),
        _unit("77", "Tỉnh Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu Province"),
        _unit("001", "Quận Ba Đình", "Ba Đình District", "01"),
        _unit("755", "Huyện Côn Đảo", "Côn Đảo District", "77"),
        _unit("00001", "Phường Phúc Xá", "Phúc Xá Ward", "01", "001"),
        _unit("00004", "Phường Trúc Bạch", "Trúc Bạch Ward", "01", "001"),
    ),
}


class SmallCountry:
    """The `Places` of these units."""

    def provinces(self, scheme: str) -> Sequence[Unit]:
        return self._below(scheme)

    def districts(self, province: str) -> Sequence[Unit]:
        return self._below("2024", province)

    def wards(self, scheme: str, province: str, district: str | None) -> Sequence[Unit]:
        above = (province, district) if scheme == "2024" else (province,)
        return self._below(scheme, *(code for code in above if code))

    def name(self, scheme: str, province: str, district: str | None, ward: str | None, lang: str) -> str:
        names = {unit.code: unit.name[lang] for unit in UNITS[scheme]}
        return ", ".join(names[code] for code in (ward, district, province) if code in names)

    def valid(self, scheme: str, province: str, district: str | None, ward: str | None) -> bool:
        lineage = [code for code in (province, district, ward) if code]
        units = {unit.code: unit for unit in UNITS.get(scheme, ())}
        smallest = units.get(lineage[-1]) if lineage else None
        return smallest is not None and [*smallest.above, smallest.code] == lineage

    def meanings(self, typed: str) -> Sequence[Meaning]:
        units = UNITS["2025"]
        named = [unit for unit in units if typed.lower() in unit.name["vi"].lower()]
        return tuple(
            Meaning(unit.name, False, False, (Choice(unit.code, (*unit.above, unit.code)[0], unit.name),), 0)
            for unit in named
        )

    def nearest(self, typed: str) -> Sequence[Meaning]:
        return self.meanings(typed[:2])

    def _below(self, scheme: str, *above: str) -> Sequence[Unit]:
        return tuple(unit for unit in UNITS.get(scheme, ()) if unit.above == above)
