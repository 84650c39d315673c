"""An e-mail address."""

from __future__ import annotations

import re
from typing import Any

from app.texts import N_
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, line

# The shape the HTML standard accepts, with a dot in the domain; delivery is the only real proof.
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])",
    re.ASCII,
)
_LONGEST = 254


class EmailQuestion(Question, frozen=True, tag="email"):
    """One address."""

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The address as typed, its domain in lower case."""
        value = line(first(form, self.key))
        if not value:
            return self.blank()
        if len(value) > _LONGEST or not _EMAIL.fullmatch(value):
            return self.refuse(self.problem(N_("Check %(name)s: for example ten@congty.vn")))
        local, _, domain = value.rpartition("@")
        return Reading(f"{local}@{domain.lower()}")

    def write(self, value: Any) -> RawForm:
        """The address."""
        return {self.key: [value]} if isinstance(value, str) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The address."""
        return [Line("", value)]

    def schema(self) -> dict[str, Any]:
        """A string with one @, of an address's length."""
        return {"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", "maxLength": _LONGEST}
