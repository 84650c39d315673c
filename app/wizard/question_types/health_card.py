"""Numbers of health-insurance cards."""

from __future__ import annotations

from app.texts import N_
from app.wizard.codes import CodeQuestion

# Decision 1351/QĐ-BHXH of 2015: two letters for the group, the level of benefit from 1 to 5, the province,
# the social-insurance number. Cards since Decision 1666/QĐ-BHXH of 2020 show that number alone. Groups and
# provinces change by decision and are not held against a list.
_OLD = "[A-Z]{2}[1-5][0-9]{2}[0-9]{10}"
_NEW = "[0-9]{10}"


class HealthCardQuestion(CodeQuestion, frozen=True, tag="health_card"):
    """The fifteen signs of an `old` card, the ten digits of a `new` one."""

    old: bool = True
    new: bool = True

    def flaw(self, value: str) -> str | None:
        """Another length or structure."""
        if self.meets(value):
            return None
        if self.old and self.new:
            return N_("Check %(name)s: 15 letters and digits like DN 4 01 0123456789, or 10 digits")
        if self.old:
            return N_("Check %(name)s: 15 letters and digits like DN 4 01 0123456789")
        return N_("Enter the 10 digits of %(name)s")

    def pattern(self) -> str:
        """The structures that are accepted."""
        return "|".join([*([_OLD] if self.old else []), *([_NEW] if self.new else [])])

    def faults(self) -> list[tuple[str, str]]:
        """Neither kind of card."""
        return [] if self.old or self.new else [("new", "neither old nor new cards")]
