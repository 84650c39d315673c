"""The number of a passport."""

from __future__ import annotations

from app.texts import N_
from app.wizard.codes import CodeQuestion

# Vietnamese passports have a letter and seven digits, the new ones eight. ICAO Doc 9303 has room for nine
# signs and lets longer numbers go on elsewhere; that none is shorter than six or longer than twelve is from
# memory.
PASSPORT = "[A-Z0-9]{6,12}"


class PassportQuestion(CodeQuestion, frozen=True, tag="passport"):
    """The number of a passport of any country."""

    def flaw(self, value: str) -> str | None:
        """A length or a sign that no passport has."""
        return None if self.meets(value) else N_("Check %(name)s: 6 to 12 letters and digits")

    def pattern(self) -> str:
        """Six to twelve capitals and digits."""
        return PASSPORT
