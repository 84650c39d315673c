"""Number plates of vehicles."""

from __future__ import annotations

import re
from typing import Literal

from app.texts import N_
from app.wizard.codes import CodeQuestion, compact

PlateKind = Literal["car", "motorcycle"]
# Places are numbered from 11, with gaps; series have neither I, J, O, Q nor W, which look like others
# (Circular 15/2014/TT-BCA, Article 31: twenty letters; trailers had R). Special cars have two letters: joint
# ventures LD, projects DA, the army's business KT, trailers RM, tractors MK, trials TĐ, limited areas HC,
# machines CD. Electric motorcycles have MĐ and a digit. The numbers of places that were merged in 2025 are
# still given out. Plates of diplomats and of the army are not taken here; RM and the present circular
# (79/2024/TT-BCA) are from memory.
_PLACE = "(?:1[1-9]|[2-9][0-9])"
_LETTER = "[A-HK-NPR-VX-Z]"
_CAR_SERIES = f"{_LETTER}|LD|DA|KT|RM|MK|TĐ|HC|CD"
_MOTORCYCLE_SERIES = f"{_LETTER}(?:{_LETTER}|[1-9])"
_CAR_WRITTEN = re.compile(f"({_PLACE})({_CAR_SERIES})([0-9]{{4,5}})", re.ASCII)
_MOTORCYCLE_WRITTEN = re.compile(
    f"({_PLACE})(?:(MĐ[1-9])([0-9]{{5}})|({_MOTORCYCLE_SERIES})([0-9]{{4,5}}))", re.ASCII
)
_ELECTRIC_TYPED = re.compile(f"({_PLACE}M)D([1-9][0-9]{{5}})", re.ASCII)
# A sign before two letters shows a motorcycle's series, which may be the same two: 29-HC 123.45.
_PLACE_APART = re.compile(r"[0-9]{2}[\s.-]+[A-Z]{2}", re.IGNORECASE)
# Written apart, the sign after the series shows that its digit belongs to it: 29-A1 2345.
_APART = re.compile(r"[0-9]{2}[\s.-]*[A-Z][0-9][\s.-]+[0-9]", re.IGNORECASE)
# And the sign after a single letter shows that no digit does: 29A-123.45.
_LETTER_ALONE = re.compile(r"[0-9]{2}[\s.-]*[A-Z][\s.-]+[0-9]", re.IGNORECASE)
# Place, series, four or five digits: 29A-123.45 of a car, 29-H1 123.45 of a motorcycle.
_NUMBER = r"(?:[0-9]{3}\.[0-9]{2}|[0-9]{4})"
_CAR = f"{_PLACE}(?:{_CAR_SERIES})-{_NUMBER}"
_MOTORCYCLE = rf"{_PLACE}-(?:MĐ[1-9] [0-9]{{3}}\.[0-9]{{2}}|{_MOTORCYCLE_SERIES} {_NUMBER})"


class VehiclePlateQuestion(CodeQuestion, frozen=True, tag="vehicle_plate"):
    """The plate of a car or a motorcycle, written as it stands on the plate."""

    kinds: tuple[PlateKind, ...] = ("car", "motorcycle")

    def tidied(self, raw: str) -> str:
        """29a12345 as 29A-123.45; what is no plate only without separators."""
        bare = _ELECTRIC_TYPED.sub(r"\1Đ\2", compact(raw))
        apart, alone = _APART.match(raw.strip()), _LETTER_ALONE.match(raw.strip())
        two_wheels = apart or ("motorcycle" in self.kinds and _PLACE_APART.match(raw.strip()))
        car = _CAR_WRITTEN.fullmatch(bare) if "car" in self.kinds and not two_wheels else None
        found = car or (None if alone else _MOTORCYCLE_WRITTEN.fullmatch(bare))
        if found is None:
            return bare
        province, series, number = filter(None, found.groups())
        written = f"{number[:3]}.{number[3:]}" if len(number) == 5 else number
        return f"{province}{series}-{written}" if car else f"{province}-{series} {written}"

    def flaw(self, value: str) -> str | None:
        """What no plate looks like."""
        if self.meets(value):
            return None
        if self.kinds == ("motorcycle",):
            return N_("Check %(name)s: for example 29-H1 123.45")
        if self.kinds == ("car",):
            return N_("Check %(name)s: for example 29A-123.45")
        return N_("Check %(name)s: for example 29A-123.45 or 29-H1 123.45")

    def pattern(self) -> str:
        """The plates of the kinds that are accepted."""
        known = {"car": _CAR, "motorcycle": _MOTORCYCLE}
        return "|".join(known[kind] for kind in self.kinds)

    def faults(self) -> list[tuple[str, str]]:
        """No kind of vehicle."""
        return [] if self.kinds else [("kinds", "no kind of vehicle")]
