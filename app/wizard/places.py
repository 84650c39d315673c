"""What the wizard needs to know about administrative units, whoever keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from app.texts import Text

Scheme = Literal["2025", "2024"]
CURRENT: Scheme = "2025"


class Unit(Protocol):
    """A province, district or ward."""

    @property
    def code(self) -> str:
        """The General Statistics Office code."""

    @property
    def name(self) -> Text:
        """The full name, in both languages."""


class Choice(Protocol):
    """A unit of today that may be meant."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def province(self) -> str:
        """The code of its province; its own when it is one."""

    @property
    def label(self) -> Text:
        """Its whole name with everything above it."""


class Meaning(Protocol):
    """What a typed name may mean; several choices when the unit was divided."""

    @property
    def label(self) -> Text:
        """The whole name of what was typed."""

    @property
    def old(self) -> bool:
        """Whether it no longer exists."""

    @property
    def choices(self) -> Sequence[Choice]:
        """What it is today."""

    @property
    def more(self) -> int:
        """How many more units it was divided into."""


class Places(Protocol):
    """Administrative units by scheme: "2025" (no districts, since 1 July 2025) or "2024" (before)."""

    def provinces(self, scheme: str) -> Sequence[Unit]:
        """All provinces, in the order a list should show them."""

    def districts(self, province: str) -> Sequence[Unit]:
        """The districts of a province of scheme 2024, empty when the code is unknown."""

    def wards(self, scheme: str, province: str, district: str | None) -> Sequence[Unit]:
        """The wards of a province (2025) or of a district (2024), empty when a code is unknown."""

    def name(self, scheme: str, province: str, district: str | None, ward: str | None, lang: str) -> str:
        """The place in one line, smallest unit first, unknown codes left out."""

    def valid(self, scheme: str, province: str, district: str | None, ward: str | None) -> bool:
        """Whether the codes exist and belong together; `ward` and `district` may be left open."""

    def meanings(self, typed: str) -> Sequence[Meaning]:
        """What a typed name, old or new, may mean today, likeliest first; empty when nothing answers."""

    def nearest(self, typed: str) -> Sequence[Meaning]:
        """What is called most like a name that nothing answers, likeliest first; empty when nothing is."""
