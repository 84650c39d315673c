"""Administrative units before and since 1 July 2025, and the way from one to the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from functools import cache, cached_property

from app.errors import NotFound
from app.localities.finder import Finder
from app.localities.register import Register, register, succession
from app.localities.units import (
    CURRENT,
    Address,
    Choice,
    Found,
    Level,
    Meaning,
    Scheme,
    Successor,
    Today,
    Unit,
)
from app.texts import Text, say

LEVELS: tuple[Level, ...] = ("province", "district", "ward")
SCHEMES: tuple[Scheme, ...] = ("2025", "2024")
_MOST_MEANINGS = 8
_MOST_NEAR = 5
_MOST_PARTS = 12
_MOST_WORDS = 12


class Places:
    """Both schemes of units; cheap to make, the data is read on first use and shared by the process."""

    def provinces(self, scheme: str = CURRENT) -> Sequence[Unit]:
        """Every province of `scheme` in alphabetical order, none when the scheme is unknown."""
        return _provinces(scheme) if scheme in SCHEMES else ()

    def districts(self, province: str) -> Sequence[Unit]:
        """The districts of a province until 30 June 2025, in alphabetical order, none when it is unknown."""
        return self._below("2024", province) if len(province) == 2 else ()

    def wards(self, scheme: str, province: str, district: str | None = None) -> Sequence[Unit]:
        """The wards of a province or, in scheme 2024, of one of its districts; none when unknown."""
        if scheme == CURRENT:
            return self._below(scheme, province) if province and not district else ()
        if scheme != "2024" or not province:
            return ()
        if district:
            return self._below(scheme, district) if self.valid(scheme, province, district, None) else ()
        return tuple(ward for above in self.districts(province) for ward in self._below(scheme, above.code))

    def unit(self, scheme: str, code: str) -> Unit:
        """The unit with this code; NotFound when the scheme or the code is unknown."""
        return self._register(scheme).unit(code)

    def name(
        self,
        scheme: str,
        province: str | None,
        district: str | None,
        ward: str | None,
        lang: str,
        line: str | None = None,
    ) -> str:
        """The address in one line, smallest part first; unknown codes are left out."""
        units: Container[str] = self._register(scheme) if scheme in SCHEMES else ()
        known = [self.unit(scheme, code) for code in (ward, district, province) if code and code in units]
        return ", ".join(filter(None, [(line or "").strip(), *(say(unit.name, lang) for unit in known)]))

    def address(self, value: Address | None, lang: str) -> str:
        """An address value in one line, also the free text of one abroad; empty when there is none."""
        if not value:
            return ""
        if value.get("free"):
            return str(value["free"])
        codes = (value.get("province"), value.get("district"), value.get("ward"))
        return self.name(str(value.get("scheme", CURRENT)), *codes, lang, value.get("line"))

    def valid(self, scheme: str, province: str, district: str | None, ward: str | None) -> bool:
        """Whether the codes exist and belong together; district and ward may be left open."""
        if scheme not in SCHEMES or not province or (scheme == CURRENT and district):
            return False
        units = self._register(scheme)
        given = [(code, digits) for code, digits in ((ward, 5), (district, 3), (province, 2)) if code]
        if any(len(code) != digits or code not in units for code, digits in given):
            return False
        lineage = self._lineage(units, given[0][0])
        return all(code in lineage for code, _ in given)

    def successor(self, code: str) -> tuple[Successor, ...]:
        """What an old unit is today, the default first; NotFound when there was no such unit.

        An old district that had wards is answered with every unit its wards went to by default.
        """
        heirs = self._heirs.get(code) or self._heirs_of_district(code)
        divided = len(heirs) > 1
        units = register(CURRENT)
        return tuple(Successor(units.unit(heir), n == 0, divided) for n, heir in enumerate(heirs))

    def predecessors(self, code: str) -> tuple[Unit, ...]:
        """The old units that a unit of today was made of, wholly or in part; NotFound when unknown."""
        self.unit(CURRENT, code)
        return tuple(self.unit("2024", old) for old in self._origins.get(code, ()))

    def today(self, address: Address) -> Today:
        """An address in today's units, or the candidates when its ward was divided or is not given.

        Addresses abroad and addresses of today come back as they are; NotFound when a code is unknown.
        """
        if address.get("country", "VN") != "VN" or address.get("scheme") not in SCHEMES:
            return Today(address, (), changed=False)
        smallest = address.get("ward") or address.get("district") or address.get("province") or ""
        if address["scheme"] == CURRENT:
            return Today(address, (Successor(self.unit(CURRENT, smallest), True, False),), changed=False)
        candidates = self.successor(smallest)
        moved = self._moved(address, candidates[0].unit) if len(candidates) == 1 else None
        return Today(moved, candidates, changed=True)

    def find(self, text: str, limit: int = 10, levels: Sequence[Level] = LEVELS) -> tuple[Found, ...]:
        """Units of any scheme whose name answers `text`, likeliest first (`Finder.find` says what counts)."""
        hits = self._finder.find(text, limit, levels)
        return tuple(self._found(scheme, code) for scheme, code in hits)

    def meanings(self, typed: str) -> tuple[Meaning, ...]:
        """What a typed name, old or new, may mean today, likeliest first.

        What is not found whole is found by its end: often the larger place is right.
        """
        words = typed.replace(".", ". ").split()[:_MOST_WORDS]
        endings = (" ".join(words[first:]) for first in range(len(words)))
        found = next((hits for ending in endings if (hits := self.find(ending, _MOST_MEANINGS))), ())
        return self._meanings(found)

    def nearest(self, typed: str) -> tuple[Meaning, ...]:
        """What is called most like a name that nothing answers, likeliest first; empty when nothing is."""
        hits = self._finder.near(typed, _MOST_NEAR, LEVELS)
        return self._meanings([self._found(scheme, code) for scheme, code in hits])

    def _meanings(self, found: Sequence[Found]) -> tuple[Meaning, ...]:
        told = [self.meaning(each.today, each) for each in found]
        once = {(one.label["vi"], *(choice.code for choice in one.choices)): one for one in reversed(told)}
        return tuple(once.values())[::-1]

    def meaning(self, today: Sequence[Successor], found: Found | None = None) -> Meaning:
        """Units of today as choices: what was `found`, or what somebody lives in."""
        units = [successor.unit for successor in today]
        shown = units[:_MOST_PARTS]
        return Meaning(
            label=found.label if found else self.label(units[0]),
            old=found is not None and found.unit.scheme != CURRENT,
            divided=len(units) > 1,
            choices=tuple(Choice(unit.code, unit.province, self.label(unit)) for unit in shown),
            more=len(units) - len(shown),
        )

    def label(self, unit: Unit) -> Text:
        """The unit with everything above it, in both languages."""
        lineage = [register(unit.scheme).unit(c) for c in self._lineage(register(unit.scheme), unit.code)]
        return {lang: ", ".join(above.name[lang] for above in lineage) for lang in ("vi", "en")}

    def _found(self, scheme: Scheme, code: str) -> Found:
        unit = register(scheme).unit(code)
        now = (Successor(unit, True, False),) if scheme == CURRENT else self.successor(code)
        return Found(unit, now, self.label(unit))

    def _moved(self, address: Address, unit: Unit) -> Address:
        ward = unit.code if unit.level == "ward" else None
        return {**address, "scheme": CURRENT, "province": unit.province, "district": None, "ward": ward}

    def _below(self, scheme: str, parent: str) -> tuple[Unit, ...]:
        if scheme not in SCHEMES:
            return ()
        units = self._register(scheme)
        return tuple(units.unit(code) for code in units.below(parent))

    def _register(self, scheme: str) -> Register:
        if scheme not in SCHEMES:
            raise NotFound(f"no scheme {scheme}")
        return register(scheme)

    def _lineage(self, units: Register, code: str) -> list[str]:
        lineage = [code]
        while above := units.parent(lineage[-1]):
            lineage.append(above)
        return lineage

    def _heirs_of_district(self, code: str) -> tuple[str, ...]:
        old = register("2024")
        if code not in old:
            raise NotFound(f"no unit {code} in scheme 2024")
        return tuple(dict.fromkeys(self._heirs[ward][0] for ward in old.below(code)))

    @cached_property
    def _heirs(self) -> dict[str, tuple[str, ...]]:
        return succession()

    @cached_property
    def _origins(self) -> dict[str, list[str]]:
        origins: dict[str, list[str]] = defaultdict(list)
        for old, heirs in self._heirs.items():
            for heir in heirs:
                origins[heir].append(old)
        return origins

    @cached_property
    def _finder(self) -> Finder:
        return Finder([register(scheme) for scheme in SCHEMES], self._heirs)


@cache
def _provinces(scheme: Scheme) -> tuple[Unit, ...]:
    units = register(scheme)
    return tuple(units.unit(code) for code in units.below(""))
