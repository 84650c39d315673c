"""The agencies that receive dossiers, by the province of the applicant."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec


class Office(msgspec.Struct, frozen=True):
    """An agency under its code of QCVN 102:2016 (`000.00.00.H26`)."""

    code: str
    name: dict[str, str]


class Offices(msgspec.Struct, frozen=True):
    """The central office, and one for every province code since 1 July 2025."""

    central: Office
    provinces: dict[str, Office]


@cache
def offices() -> Offices:
    """All of them."""
    content = Path(__file__).with_name("offices.json").read_bytes()
    return msgspec.json.decode(content, type=Offices)


def office_for(province: str | None) -> Office | None:
    """The office of a province, the central one without a province, None for an unknown code."""
    return offices().central if province is None else offices().provinces.get(province)
