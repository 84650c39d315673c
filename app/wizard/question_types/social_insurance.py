"""Social-insurance numbers."""

from __future__ import annotations

from typing import ClassVar

from app.texts import N_
from app.wizard.codes import CodeQuestion


class SocialInsuranceQuestion(CodeQuestion, frozen=True, tag="social_insurance"):
    """The ten digits of a social-insurance number; no check digit is published."""

    width: ClassVar[str] = "w10"
    inputmode: ClassVar[str] = "numeric"

    def flaw(self, value: str) -> str | None:
        """Anything but ten digits."""
        if not (value.isascii() and value.isdigit()):
            return N_("Use only digits in %(name)s")
        return None if self.meets(value) else N_("Enter the 10 digits of %(name)s")

    def pattern(self) -> str:
        """Ten digits."""
        return "[0-9]{10}"
