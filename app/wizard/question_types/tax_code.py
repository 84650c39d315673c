"""Tax codes of enterprises, their branches and persons."""

from __future__ import annotations

import re
from typing import ClassVar

from stdnum.vn import mst

from app.texts import N_
from app.wizard.codes import CodeQuestion
from app.wizard.question_types.id_number import CCCD

_ENTERPRISE = "[0-9]{10}"
_BRANCH = "[0-9]{10}-[0-9]{3}"
# A hyphen after ten digits begins a branch's three, however many follow.
_BEGUN = re.compile(r"(?:[0-9][\s.]*){10}-", re.ASCII)


class TaxCodeQuestion(CodeQuestion, frozen=True, tag="tax_code"):
    """Ten digits with a check digit; thirteen of a `branch`; since 1 July 2025 a `personal` ID number.

    With `lookup` the business register is asked about it.
    """

    branch: bool = True
    personal: bool = True
    lookup: bool = False
    inputmode: ClassVar[str] = "numeric"

    def tidied(self, raw: str) -> str:
        """Digits, a branch's three after a hyphen."""
        value = super().tidied(raw)
        branch = len(value) == 13 or _BEGUN.match(raw.strip())
        return f"{value[:10]}-{value[10:]}" if branch else value

    def flaw(self, value: str) -> str | None:
        """Signs, length or check digit."""
        bare = value.replace("-", "")
        if not (bare.isascii() and bare.isdigit()):
            return N_("Use only digits in %(name)s")
        if "-" in value and len(bare) != 13:
            return self._lengths()
        if len(bare) == 12 and self.personal:
            return None if CCCD.fullmatch(bare) else N_("Check %(name)s: no identity card begins like this")
        if len(bare) == 10 or (len(bare) == 13 and self.branch):
            return None if mst.is_valid(bare) else N_("Check %(name)s: one of its digits is wrong")
        return self._lengths()

    def pattern(self) -> str:
        """The lengths that are accepted."""
        kinds = [_ENTERPRISE, *([_BRANCH] if self.branch else []), *([CCCD.pattern] if self.personal else [])]
        return "|".join(kinds)

    def _lengths(self) -> str:
        if self.branch and self.personal:
            return N_("Enter the 10 digits of %(name)s, 13 for a branch, or the 12 of a person")
        if self.branch:
            return N_("Enter the 10 digits of %(name)s, or 13 for a branch")
        if self.personal:
            return N_("Enter the 10 digits of %(name)s, or the 12 of a person")
        return N_("Enter the 10 digits of %(name)s")
