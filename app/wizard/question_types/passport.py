"""The number of a passport."""

from __future__ import annotations

from app.texts import N_
from app.wizard.codes import CodeQuestion

# Vietnamese passports have a letter and seven or eight digits; others up to twelve letters and digits.
PASSPORT = "[A-Z0-9]{6,12}"


class PassportQuestion(CodeQuestion, frozen=True, tag="passport"):
    """The number of a passport of any country."""

    def flaw(self, value: str) -> str | None:
        """A length or a sign that no passport has."""
        return None if self.meets(value) else N_("Check %(name)s: 6 to 12 letters and digits")

    def pattern(self) -> str:
        """Six to twelve capitals and digits."""
        return PASSPORT
