"""A telephone number."""

from __future__ import annotations

import re
from typing import Any

from app.texts import N_
from app.wizard.context import Context
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, plain

_SEPARATORS = str.maketrans("", "", "-.()/")
# Mobile numbers have ten digits since 2018 (03, 05, 07, 08, 09); land lines eleven beginning with 02.
_MOBILE = re.compile(r"0[35789][0-9]{8}", re.ASCII)
_LAND_LINE = re.compile(r"02[0-9]{9}", re.ASCII)
_HOME_CODE = re.compile(r"(?:\+|00)84", re.ASCII)
_FOREIGN = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)


class PhoneQuestion(Question, frozen=True, tag="phone"):
    """A Vietnamese number, or any number with its country code; `mobile` when it must take messages."""

    mobile: bool = False

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """Ten or eleven digits from 0, or + and a foreign number; +84 becomes 0."""
        value = national(first(form, self.key))
        if not value:
            return self.blank()
        if _MOBILE.fullmatch(value) or _FOREIGN.fullmatch(value):
            return Reading(value)
        if _LAND_LINE.fullmatch(value) and not self.mobile:
            return Reading(value)
        if self.mobile:
            return self.refuse(
                self.problem(N_("Enter a mobile number for %(name)s, for example 0912 345 678"))
            )
        return self.refuse(self.problem(N_("Check %(name)s: for example 0912 345 678 or 024 3825 1234")))

    def write(self, value: Any) -> RawForm:
        """The number, grouped."""
        return {self.key: [grouped(national(value))]} if isinstance(value, str) else {}

    def show(self, value: Any, context: Context) -> list[Line]:
        """The number, grouped."""
        return [Line("", grouped(value))]

    def schema(self) -> dict[str, Any]:
        """The normalised number."""
        kinds = [_MOBILE, _FOREIGN] if self.mobile else [_MOBILE, _LAND_LINE, _FOREIGN]
        return {"type": "string", "pattern": f"^(?:{'|'.join(kind.pattern for kind in kinds)})$"}


def national(typed: str) -> str:
    """`typed` without separators, +84 and 0084 made 0."""
    number = plain(typed).translate(_SEPARATORS)
    if _HOME_CODE.match(number):
        return "0" + number.partition("84")[2].removeprefix("0")
    return number


def grouped(value: str) -> str:
    """0912345678 as 0912 345 678; anything that is no Vietnamese mobile number unchanged."""
    return f"{value[:4]} {value[4:7]} {value[7:]}" if _MOBILE.fullmatch(value) else value
