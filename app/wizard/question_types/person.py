"""A person as civil-status papers describe one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal

from app.texts import LANGS, N_, Text
from app.wizard.context import Context
from app.wizard.lists import OTHER, match
from app.wizard.messages import Message
from app.wizard.question_types.choice import ChoiceQuestion
from app.wizard.question_types.date import DateQuestion
from app.wizard.question_types.id_number import id_flaw
from app.wizard.question_types.passport import PASSPORT
from app.wizard.question_types.text import TextQuestion
from app.wizard.questions import Line, Question, RawForm, Reading
from app.wizard.text import Form, first, plain

PersonPart = Literal["name", "birth_date", "sex", "ethnicity", "nationality", "paper", "issue"]
_PASSPORT = re.compile(PASSPORT, re.ASCII)

# Label of each part, and what messages call it of a person.
_WORDS: dict[str, tuple[Text, Text]] = {
    "name": (
        {"vi": "Họ, chữ đệm và tên", "en": "Full name"},
        {"vi": "họ, chữ đệm và tên của %s", "en": "the full name of %s"},
    ),
    "birth_date": (
        {"vi": "Ngày sinh", "en": "Date of birth"},
        {"vi": "ngày sinh của %s", "en": "the date of birth of %s"},
    ),
    "sex": ({"vi": "Giới tính", "en": "Sex"}, {"vi": "giới tính của %s", "en": "the sex of %s"}),
    "ethnicity": (
        {"vi": "Dân tộc", "en": "Ethnic group"},
        {"vi": "dân tộc của %s", "en": "the ethnic group of %s"},
    ),
    "ethnicity_other": (
        {"vi": "Tên dân tộc, nếu không có trong danh sách", "en": "Name of the ethnic group, if not listed"},
        {"vi": "tên dân tộc của %s", "en": "the name of the ethnic group of %s"},
    ),
    "nationality": (
        {"vi": "Quốc tịch", "en": "Nationality"},
        {"vi": "quốc tịch của %s", "en": "the nationality of %s"},
    ),
    "paper_type": (
        {"vi": "Loại giấy tờ tuỳ thân", "en": "Identity paper"},
        {"vi": "loại giấy tờ tuỳ thân của %s", "en": "the kind of identity paper of %s"},
    ),
    "paper_number": (
        {"vi": "Số giấy tờ tuỳ thân", "en": "Number of the identity paper"},
        {"vi": "số giấy tờ tuỳ thân của %s", "en": "the number of the identity paper of %s"},
    ),
    "paper_issued_by": (
        {"vi": "Nơi cấp", "en": "Issued by"},
        {"vi": "nơi cấp giấy tờ tuỳ thân của %s", "en": "the issuing authority of the identity paper of %s"},
    ),
    "paper_issued_on": (
        {"vi": "Ngày cấp", "en": "Date of issue"},
        {"vi": "ngày cấp giấy tờ tuỳ thân của %s", "en": "the date of issue of the identity paper of %s"},
    ),
}
_FIELDS: dict[PersonPart, tuple[str, ...]] = {
    "name": ("name",),
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "ethnicity": ("ethnicity", "ethnicity_other"),
    "nationality": ("nationality",),
    "paper": ("paper_type", "paper_number"),
    "issue": ("paper_issued_by", "paper_issued_on"),
}
_KINDS: dict[str, Callable[..., Question]] = {
    "name": lambda **common: TextQuestion(content="name", max_length=120, **common),
    "birth_date": lambda **common: DateQuestion(latest="today", **common),
    "sex": lambda **common: ChoiceQuestion(from_list="sexes", **common),
    "ethnicity": lambda **common: ChoiceQuestion(from_list="ethnicities", **common),
    "ethnicity_other": lambda **common: TextQuestion(content="name", max_length=60, **common),
    "nationality": lambda **common: ChoiceQuestion(from_list="nationalities", **common),
    "paper_type": lambda **common: ChoiceQuestion(from_list="papers", **common),
    "paper_number": lambda **common: TextQuestion(max_length=30, **common),
    "paper_issued_by": lambda **common: TextQuestion(max_length=120, **common),
    "paper_issued_on": lambda **common: DateQuestion(latest="today", **common),
}
_DIGITS_HINT: Text = {"vi": "Ghi đúng như trên giấy tờ", "en": "Exactly as it stands on the paper"}
_YEAR_HINT: Text = {
    "vi": "Nếu không biết ngày, chỉ cần ghi năm sinh",
    "en": "If you do not know the day, the year of birth is enough",
}


class PersonQuestion(Question, frozen=True, tag="person"):
    """The `asked` parts of a person, those in `optional` not required; `year_alone` takes a birth year."""

    asked: tuple[PersonPart, ...] = ("name", "birth_date", "sex", "ethnicity", "nationality", "paper")
    optional: tuple[PersonPart, ...] = ()
    year_alone: bool = False

    def parts(self) -> tuple[Question, ...]:
        """One question a field, keyed "<key>-<field>"."""
        return tuple(self._part(part, field) for part in self.asked for field in _FIELDS[part])

    def shown_parts(self, raw: Form) -> tuple[Question, ...]:
        """All parts; the name of an unlisted ethnic group once that was chosen."""
        unlisted = first(raw, f"{self.key}-ethnicity") == OTHER
        return tuple(part for part in self.parts() if unlisted or part.key != f"{self.key}-ethnicity_other")

    def read(self, form: Form, context: Context, held: Any = None) -> Reading:
        """The given parts as a flat mapping ("name", "birth_date", … "paper_number")."""
        readings = {part.key.removeprefix(f"{self.key}-"): part.read(form, context) for part in self.parts()}
        value = {name: reading.value for name, reading in readings.items() if reading.value is not None}
        if not value and not self.required and not _typed(form, self.field_names()):
            return Reading()
        errors = {name: error for reading in readings.values() for name, error in reading.errors.items()}
        self._check_ethnicity(value, errors)
        self._check_paper(value, errors)
        return Reading(None, errors) if errors else Reading(value)

    def write(self, value: Any) -> RawForm:
        """The fields of the parts that are known."""
        if not isinstance(value, dict):
            return {}
        known = self._listed(value)
        form: RawForm = {}
        for part in self.parts():
            form |= part.write(known.get(part.key.removeprefix(f"{self.key}-")))
        return form

    def show(self, value: Any, context: Context) -> list[Line]:
        """One labelled line a part."""
        shown = []
        for part in self.parts():
            name = part.key.removeprefix(f"{self.key}-")
            if value.get(name) is not None and not (name == "ethnicity" and value[name] == OTHER):
                (line,) = part.show(value[name], context)
                label = "ethnicity" if name == "ethnicity_other" else name
                shown.append(Line(_WORDS[label][0][context.lang], line.text))
        return shown

    def schema(self) -> dict[str, Any]:
        """An object of the asked parts."""
        parts = {part.key.removeprefix(f"{self.key}-"): part for part in self.parts()}
        return {
            "type": "object",
            "properties": {name: part.schema() for name, part in parts.items()},
            "required": [name for name, part in parts.items() if part.required],
            "minProperties": 1,
            "additionalProperties": False,
        }

    def field_names(self) -> tuple[str, ...]:
        """The fields of all parts."""
        return tuple(name for part in self.parts() for name in part.field_names())

    def faults(self) -> list[tuple[str, str]]:
        """Parts that are optional without being asked, or no part at all."""
        stray = [part for part in self.optional if part not in self.asked]
        faults = [("optional", f"{part!r} is not asked") for part in stray]
        return faults if self.asked else [*faults, ("asked", "no part")]

    def _part(self, part: PersonPart, field: str) -> Question:
        label, called = _WORDS[field]
        needed = part not in self.optional and field != "ethnicity_other"
        more: dict[str, Any] = {}
        if field == "birth_date":
            more = {"year_alone": self.year_alone, "hint": _YEAR_HINT if self.year_alone else None}
        if field == "paper_number":
            more = {"hint": _DIGITS_HINT}
        return _KINDS[field](
            key=f"{self.key}-{field}", label=label, name=_of(called, self.named), required=needed, **more
        )

    def _listed(self, value: dict[str, Any]) -> dict[str, Any]:
        """`value` with an ethnic group that is in no list moved to its own field."""
        group = value.get("ethnicity")
        if isinstance(group, str) and group and match("ethnicities", group) is None:
            return value | {"ethnicity": OTHER, "ethnicity_other": group}
        return value

    def _check_ethnicity(self, value: dict[str, Any], errors: dict[str, Message]) -> None:
        if value.get("ethnicity") != OTHER:
            value.pop("ethnicity_other", None)
            errors.pop(f"{self.key}-ethnicity_other", None)
        elif "ethnicity_other" not in value:
            field = f"{self.key}-ethnicity_other"
            called = _of(_WORDS["ethnicity_other"][1], self.named)
            errors.setdefault(field, Message(N_("Enter %(name)s"), {"name": called}))

    def _check_paper(self, value: dict[str, Any], errors: dict[str, Message]) -> None:
        kind, number = value.get("paper_type"), value.get("paper_number")
        called = {"name": _of(_WORDS["paper_number"][1], self.named)}
        if kind is None and number is None:
            return
        if number is None:
            errors.setdefault(f"{self.key}-paper_number", Message(N_("Enter %(name)s"), called))
        elif kind is None:
            kind_called = {"name": _of(_WORDS["paper_type"][1], self.named)}
            errors.setdefault(f"{self.key}-paper_type", Message(N_("Choose %(name)s"), kind_called))
        else:
            value["paper_number"], found = _paper_number(kind, number)
            if found:
                errors[f"{self.key}-paper_number"] = Message(found, called)


def _paper_number(kind: str, number: str) -> tuple[str, str | None]:
    """The number normalised for its kind of paper, and the message id of what is wrong with it."""
    if kind == OTHER:
        return number, None
    compact = plain(number).replace("-", "").replace(".", "").upper()
    if kind == "passport":
        return compact, None if _PASSPORT.fullmatch(compact) else N_(
            "Check %(name)s: 6 to 12 letters and digits"
        )
    if kind == "cmnd":
        nine = compact.isascii() and compact.isdigit() and len(compact) == len("012345678")
        return compact, None if nine else N_("Enter the 9 digits of %(name)s")
    return compact, id_flaw(compact, old=False)


def _of(called: Text, person: Text) -> Text:
    return {lang: called[lang] % person.get(lang, person.get("vi", "")) for lang in LANGS}


def _typed(form: Form, names: tuple[str, ...]) -> bool:
    return any(text.strip() for name in names for text in form.get(name, ()))
