"""An e-mail address."""

from __future__ import annotations

import re
from typing import Any

from app.texts import N_
from app.wizard.context import Context
from app.wizard.messages import Message
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, line

# The shape the HTML standard accepts, with a dot in the domain; delivery is the only real proof.
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])",
    re.ASCII,
)
_LONGEST = 254
# Domains people mean when their fingers slip; none of the left ones gives out addresses.
SLIPS = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmail.con": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.cm": "gmail.com",
    "gmail.vn": "gmail.com",
    "gmail.com.vn": "gmail.com",
    "gnail.com": "gmail.com",
    "gmaill.com": "gmail.com",
    "yaho.com": "yahoo.com",
    "yahooo.com": "yahoo.com",
    "yahoo.con": "yahoo.com",
    "yahoo.vn": "yahoo.com.vn",
    "hotmial.com": "hotmail.com",
    "hotmai.com": "hotmail.com",
    "hotmail.con": "hotmail.com",
    "outlok.com": "outlook.com",
    "outloook.com": "outlook.com",
    "iclod.com": "icloud.com",
    "icloud.con": "icloud.com",
}


class EmailQuestion(Question, frozen=True, tag="email"):
    """One address."""

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The address as typed, its domain in lower case; one that looks mistyped is asked about once."""
        value = line(first(form, self.key))
        if not value:
            return self.blank()
        if len(value) > _LONGEST or not _EMAIL.fullmatch(value):
            return self.refuse(self.problem(N_("Check %(name)s: for example ten@congty.vn")))
        local, _, domain = value.rpartition("@")
        address = f"{local}@{domain.lower()}"
        meant = SLIPS.get(domain.lower())
        if meant and first(form, f"{self.key}-sure") != address:
            asked = N_("Did you mean %(meant)s? If %(typed)s is right, continue once more")
            return self.refuse(Message(asked, {"meant": f"{local}@{meant}", "typed": address}))
        return Reading(address)

    def write(self, value: Any) -> RawForm:
        """The address, as one that was asked about."""
        return {self.key: [value], f"{self.key}-sure": [value]} if isinstance(value, str) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The address."""
        return [Line("", value)]

    def view(self, raw: Form, context: Context) -> dict[str, Any]:
        """The address in the form in which it is asked about."""
        local, _, domain = line(first(raw, self.key)).rpartition("@")
        return {"sure": f"{local}@{domain.lower()}" if domain.lower() in SLIPS else ""}

    def field_names(self) -> tuple[str, ...]:
        """The address, and that it was asked about."""
        return (self.key, f"{self.key}-sure")

    def schema(self) -> dict[str, Any]:
        """A string with one @, of an address's length."""
        return {"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", "maxLength": _LONGEST}
