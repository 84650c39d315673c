"""What the wizard needs to know about administrative units, whoever keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from app.texts import Text

Scheme = Literal["2025", "2024"]


class Unit(Protocol):
    """A province, district or ward."""

    @property
    def code(self) -> str:
        """The General Statistics Office code."""

    @property
    def name(self) -> Text:
        """The full name, in both languages."""


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
