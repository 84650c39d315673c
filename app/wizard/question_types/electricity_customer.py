"""Customer codes of the electricity companies."""

from __future__ import annotations

from app.texts import N_
from app.wizard.codes import CodeQuestion


class ElectricityCustomerQuestion(CodeQuestion, frozen=True, tag="electricity_customer"):
    """The code on the bill: P, the company's letter, its unit, and the customer's number there.

    No rule is published. Tools that read the bills of all five companies take 11 to 13 signs that begin with
    P; that some have letters in the fifth and sixth place is from memory.
    """

    def flaw(self, value: str) -> str | None:
        """Another structure."""
        return (
            None
            if self.meets(value)
            else N_("Check %(name)s: 11 to 13 signs like PE01000123456, on your bill")
        )

    def pattern(self) -> str:
        """Two letters, the first a P, two digits, two signs, five to seven digits."""
        return "P[A-Z][0-9]{2}[0-9A-Z]{2}[0-9]{5,7}"
