"""The words of the administrative map: units, what became of them, and what a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from app.texts import Text

Scheme = Literal["2024", "2025"]
Level = Literal["province", "district", "ward"]
Address = Mapping[str, Any]

CURRENT: Scheme = "2025"
# Three levels until 30 June 2025, two since: Resolution 202/2025/QH15 and the Law on Organisation of
# Local Government of 2025.
LAST_DAY: dict[Scheme, date | None] = {"2024": date(2025, 6, 30), "2025": None}
FIRST_DAY: dict[Scheme, date | None] = {"2024": None, "2025": date(2025, 7, 1)}

KINDS_EN = {
    "Thành phố": "City",
    "Tỉnh": "Province",
    "Quận": "District",
    "Huyện": "District",
    "Thị xã": "Town",
    "Phường": "Ward",
    "Xã": "Commune",
    "Thị trấn": "Township",
    "Đặc khu": "Special Zone",
}
ENGLISH = {"Hà Nội": "Hanoi"}
LEVEL_OF_CODE: dict[int, Level] = {2: "province", 3: "district", 5: "ward"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit under one scheme; `code` is the statistics office's, with leading zeros.

    `name` is whole ("Phường Ba Đình", "Ba Dinh Ward"), `short` is without its `kind` ("Ba Đình").
    """

    scheme: Scheme
    level: Level
    code: str
    province: str
    district: str | None
    kind: Text = field(hash=False)
    short: Text = field(hash=False)
    name: Text = field(hash=False)

    @property
    def valid_from(self) -> date | None:
        """The first day the unit's scheme applies, None when before our records."""
        return FIRST_DAY[self.scheme]

    @property
    def valid_until(self) -> date | None:
        """The last day the unit's scheme applies, None while it does."""
        return LAST_DAY[self.scheme]


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit of today that took over an old one; `divided` when several share it."""

    unit: Unit
    is_default: bool
    divided: bool


@dataclass(frozen=True, slots=True)
class Today:
    """An address in today's units; `address` is None while the person must choose a candidate."""

    address: Address | None = field(hash=False)
    candidates: tuple[Successor, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A unit that answers what was typed, its whole name, and what it is today (likeliest first)."""

    unit: Unit
    today: tuple[Successor, ...]
    label: Text = field(hash=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit of today that can be chosen, its province, and its whole name."""

    code: str
    province: str
    label: Text = field(hash=False)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One unit that may be meant: itself, or what it became; several choices when it was divided."""

    label: Text = field(hash=False)
    old: bool
    divided: bool
    choices: tuple[Choice, ...]
    more: int
