"""A bank account."""

from __future__ import annotations

from typing import Any

from app.texts import N_, Text, say
from app.wizard.context import Context
from app.wizard.lists import entries
from app.wizard.question_types.choice import ChoiceQuestion
from app.wizard.question_types.text import TextQuestion
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form

# NAPAS transfers take letters or digits, 19 at most; that no bank gives out fewer than six is from memory.
_NUMBER = "[0-9A-Z]{6,19}"
_LABELS: dict[str, Text] = {
    "bank": {"vi": "Ngân hàng", "en": "Bank"},
    "number": {"vi": "Số tài khoản", "en": "Account number"},
    "holder": {"vi": "Tên chủ tài khoản", "en": "Name of the holder"},
}
_CALLED: dict[str, Text] = {
    "bank": {"vi": "ngân hàng", "en": "the bank"},
    "number": {"vi": "số tài khoản", "en": "the account number"},
    "holder": {"vi": "tên chủ tài khoản", "en": "the name of the account holder"},
}
_WRONG_NUMBER: Text = {
    "vi": "Kiểm tra số tài khoản: từ 6 đến 19 chữ số hoặc chữ cái không dấu",
    "en": "Check the account number: 6 to 19 digits or plain letters",
}


class BankAccountQuestion(Question, frozen=True, tag="bank_account"):
    """Bank, account number and, unless `holder` is false, the holder's name."""

    holder: bool = True

    def parts(self) -> tuple[Question, ...]:
        """One question a part, keyed "<key>-<part>"."""
        bank = ChoiceQuestion(
            key=f"{self.key}-bank",
            label=_LABELS["bank"],
            name=_CALLED["bank"],
            required=self.required,
            from_list="banks",
        )
        number = TextQuestion(
            key=f"{self.key}-number",
            label=_LABELS["number"],
            name=_CALLED["number"],
            required=self.required,
            pattern=_NUMBER,
            pattern_message=_WRONG_NUMBER,
            uppercase=True,
            compact=True,
        )
        holder = TextQuestion(
            key=f"{self.key}-holder",
            label=_LABELS["holder"],
            name=_CALLED["holder"],
            required=self.required,
            max_length=120,
            uppercase=True,
        )
        return (bank, number, holder) if self.holder else (bank, number)

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """{"bank": BIN, "number", "holder"}; all parts or none."""
        readings = {part.key.removeprefix(f"{self.key}-"): part.read(form, context) for part in self.parts()}
        errors = {name: said for reading in readings.values() for name, said in reading.errors.items()}
        value = {name: reading.value for name, reading in readings.items() if reading.value is not None}
        if errors:
            return Reading(None, errors)
        if not value:
            return Reading()
        for part in self.parts():
            name = part.key.removeprefix(f"{self.key}-")
            if name not in value:
                missing = N_("Choose %(name)s") if name == "bank" else N_("Enter %(name)s")
                return self.refuse(part.problem(missing), part.key)
        return Reading(value)

    def write(self, value: Any) -> RawForm:
        """The parts that are known."""
        if not isinstance(value, dict):
            return {}
        form: RawForm = {}
        for part in self.parts():
            form |= part.write(value.get(part.key.removeprefix(f"{self.key}-")))
        return form

    def show(self, value: Any, context: Context) -> list[Line]:
        """One labelled line a part."""
        shown = {**value, "bank": say(entries("banks").get(value["bank"]), context.lang) or value["bank"]}
        return [Line(_LABELS[name][context.lang], shown[name]) for name in _LABELS if name in shown]

    def schema(self) -> dict[str, Any]:
        """All parts."""
        parts = {part.key.removeprefix(f"{self.key}-"): part.schema() for part in self.parts()}
        return {
            "type": "object",
            "properties": parts,
            "required": list(parts),
            "additionalProperties": False,
        }

    def field_names(self) -> tuple[str, ...]:
        """The fields of all parts."""
        return tuple(part.key for part in self.parts())
