"""The number of a Vietnamese identity card."""

from __future__ import annotations

import re
from typing import Any

from app.texts import N_
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, digits, first

# Circular 07/2016/TT-BCA, Article 7: province or country of birth registration, century and sex, year,
# six digits. Provinces are 001 to 096; of the countries only that they begin above 100 (from memory).
CCCD = re.compile(r"(?:0(?:0[1-9]|[1-8][0-9]|9[0-6])|[12][0-9]{2})[0-5][0-9]{8}", re.ASCII)
CMND = re.compile(r"[0-9]{9}", re.ASCII)


def id_flaw(value: str, *, old: bool) -> str | None:
    """The message id of what is wrong with an ID number, None when its structure is right."""
    if not (value.isascii() and value.isdigit()):
        return N_("Use only digits in %(name)s")
    if CCCD.fullmatch(value) or (old and CMND.fullmatch(value)):
        return None
    if len(value) == len("001190000011"):
        return N_("Check %(name)s: no identity card begins like this")
    if old:
        return N_("Enter the 12 digits (or the 9 digits of an old card) of %(name)s")
    return N_("Enter all 12 digits of %(name)s")


class IdNumberQuestion(Question, frozen=True, tag="id_number"):
    """Twelve digits of a citizen's card; with `old` also the nine of the earlier identity card."""

    old: bool = False

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The bare digits."""
        value = digits(first(form, self.key))
        if not value:
            return self.blank()
        found = id_flaw(value, old=self.old)
        return self.refuse(Message(found, {"name": self.named})) if found else Reading(value)

    def write(self, value: Any) -> RawForm:
        """The bare digits."""
        return {self.key: [value]} if isinstance(value, str) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The bare digits, as they stand on the card."""
        return [Line("", value)]

    def schema(self) -> dict[str, Any]:
        """Twelve digits of the right structure, or nine where allowed."""
        pattern = f"(?:{CCCD.pattern}|{CMND.pattern})" if self.old else CCCD.pattern
        return {"type": "string", "pattern": f"^{pattern}$"}
