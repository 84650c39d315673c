"""Customer codes of the electricity companies."""

from __future__ import annotations

from app.texts import N_
from app.wizard.codes import CodeQuestion


class ElectricityCustomerQuestion(CodeQuestion, frozen=True, tag="electricity_customer"):
    """P, the company's letter and eleven digits, as they stand on the bill (from memory)."""

    def flaw(self, value: str) -> str | None:
        """Another structure."""
        return None if self.meets(value) else N_("Check %(name)s: 13 signs like PE01000123456, on your bill")

    def pattern(self) -> str:
        """Two letters, the first a P, and eleven digits."""
        return "P[A-Z][0-9]{11}"
