"""Forms a person might send that answer a question of any kind rightly, one way of many."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from app.deadlines.calendar import WorkCalendar
from app.localities.places import Places
from app.wizard.lists import OTHER, entries
from app.wizard.questions import Question
from app.wizard.rules.moments import moment
from app.wizard.rules.today import Today
from tests.support.matching import matching

TODAY = Today.on(date(2026, 11, 21), WorkCalendar().is_working)
_FIRST_DAY = date(1950, 1, 1)
_PLACES = Places()


class DeadEnd(AssertionError):
    """No valid answer was found for a question."""


def valid_form(
    question: Question,
    chance: random.Random,
    beside: dict[str, Any] | None = None,
    today: date = TODAY,
) -> dict[str, list[str]]:
    """Form fields that most probably answer `question` rightly, one way of many."""
    made = _MAKERS.get(question.type)
    if made is not None:
        return made(question, chance, beside or {}, today)
    if question.parts():
        return _parts(question, chance, today)
    plain = chance.choice(_PLAIN.get(question.type, ("",)))
    return {question.key: [plain]} if plain else {}


_PLAIN: dict[str, tuple[str, ...]] = {
    "long_text": ("Ở nhà.\nCó bà đỡ.", "Theo giấy tờ kèm theo"),
    "id_number": ("001190000011", "079085000022"),
    "phone": ("0912 345 678", "0987654321"),
    "email": ("an@vidu.vn", "binh.tran@congty.com.vn"),
    "declaration": ("yes",),
    "yes_no": ("yes", "no"),
    "passport": ("B1234567", "C0123456"),
    "tax_code": ("0100233488", "0106741907", "0312687878"),
    "social_insurance": ("0123456789", "7912345678"),
    "electricity_customer": ("PE01000123456", "PA22040012345"),
    "time": ("8:30", "14:00", "10h15"),
}


def _text(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    if question.pattern:
        return {question.key: [matching(question.pattern, chance)]}
    words = (
        "Nguyễn Văn An" if question.content == "name" else chance.choice(("Nguyễn Văn An", "Số 12", "Tổ 3"))
    )
    padded = words + " x" * max(0, question.min_length - len(words))
    return {question.key: [padded[: question.max_length]]}


def _number(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    least = question.min if question.min is not None else 0
    most = question.max if question.max is not None else least + chance.choice((1, 5, 100))
    return {question.key: [str(chance.randint(least, max(least, most)))]}


def _money(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    most = question.max if question.max is not None else question.min + chance.choice((10**5, 10**7, 10**9))
    amount = chance.randint(question.min, most)
    return {question.key: [f"{amount:,}".replace(",", chance.choice((".", ",")))]}


def _bounds(question: Any, beside: Any, today: date) -> tuple[date, date]:
    latest = moment(question.latest, beside, today) if question.latest is not None else None
    earliest = moment(question.earliest, beside, today) if question.earliest is not None else None
    first = earliest or min(_FIRST_DAY, latest or _FIRST_DAY)
    last = latest or max(today + timedelta(days=400), first)
    return first, max(first, last)


def _date(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    first, last = _bounds(question, beside, today)
    day = date.fromordinal(chance.randint(first.toordinal(), last.toordinal()))
    if chance.random() < 0.3:
        day = max(first, last - timedelta(days=chance.randint(0, 20)))
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{question.key}-{name}": [str(part)] for name, part in parts.items()}


def _month(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    latest = f"{today:%Y-%m}" if question.latest == "today" else question.latest
    earliest = f"{today:%Y-%m}" if question.earliest == "today" else question.earliest
    year, month = (latest or earliest or f"{today:%Y-%m}").split("-")
    return {f"{question.key}-month": [str(int(month))], f"{question.key}-year": [year]}


def _year(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    least = question.min if isinstance(question.min, int) else today.year
    most = question.max if isinstance(question.max, int) else today.year
    return {question.key: [str(chance.randint(max(least, min(1950, most)), most))]}


def _choice(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    offered = [option.value for option in question.offered() if question.fits(option.value, beside, today)]
    listed = [value for value in offered if value != OTHER] if question.from_list else offered
    return {question.key: [chance.choice(listed)]}


def _multiple(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    values = [option.value for option in question.options if question.fits([option.value], beside, today)]
    if question.none in values and chance.random() < 0.3:
        return {question.key: [question.none]}
    values = [value for value in values if value != question.none]
    most = min(question.max or len(values), len(values))
    return {question.key: chance.sample(values, chance.randint(min(question.min, most), most))}


def _address(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    forms = [_picked(question, scheme) for scheme in question.schemes]
    if question.ward == "optional" and chance.random() < 0.5:
        forms = [{part: code for part, code in form.items() if part != "ward"} for form in forms]
    if question.free:
        forms.append({"free": "Bản Phùng, gần chợ"})
    if question.abroad:
        forms.append({"country": "FR", "free": "12 rue de la Paix, Paris"})
    return {f"{question.key}-{part}": [text] for part, text in chance.choice(forms).items()}


def _picked(question: Any, scheme: str) -> dict[str, str]:
    """The first ward of the first province that may be chosen; in Ba Đình where it may be any."""
    if not question.provinces or "01" in question.provinces:
        old = {"province": "01", "district": "001", "ward": "00001"}
        units = old if scheme == "2024" else {"province": "01", "ward": "00004"}
    else:
        province = question.provinces[0]
        units = {"province": province, "ward": _PLACES.wards("2025", province)[0].code}
    line = {} if question.line == "none" else {"line": "12 Đội Cấn"}
    return {"scheme": scheme, **units, **line}


def _card(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    kinds = [*(["DN4010123456789"] if question.old else []), *(["0123456789"] if question.new else [])]
    return {question.key: [chance.choice(kinds)]}


def _plate(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    plates = {"car": ("29A-123.45", "51G 88888"), "motorcycle": ("29-H1 123.45", "59x3 12345")}
    return {question.key: [chance.choice(plates[chance.choice(question.kinds)])]}


def _relationship(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    kinds = question.only or tuple(entries("relationships"))
    return {f"{question.key}-kind": [chance.choice(kinds)], f"{question.key}-other": ["Bạn thân"]}


def _table(question: Any, chance: random.Random, beside: Any, today: date) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    least = max(1, question.min_rows)
    for number in range(chance.randint(least, min(question.max_rows, least + 2))):
        for column in question.columns:
            cell = question._cell(column, number)
            if column.required or chance.random() < 0.5:
                form |= valid_form(cell, chance, beside, today)
    return form


def _parts(question: Question, chance: random.Random, today: date) -> dict[str, list[str]]:
    form: dict[str, list[str]] = {}
    for part in question.parts():
        form |= valid_form(part, chance, {}, today)
    if question.type == "person":
        paper = {"paper_type": "cccd", "paper_number": "001190000011"}
        form |= {f"{question.key}-{name}": [text] for name, text in paper.items()}
    if question.type == "bank_account":
        form |= {f"{question.key}-number": ["0011 0045 67890"]}
    return form


_MAKERS: dict[str, Any] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "month": _month,
    "year": _year,
    "choice": _choice,
    "multiple_choice": _multiple,
    "address": _address,
    "health_card": _card,
    "vehicle_plate": _plate,
    "relationship": _relationship,
    "table": _table,
    "file": lambda question, chance, beside, today: {},
    "information": lambda question, chance, beside, today: {},
    "calculated": lambda question, chance, beside, today: {},
}
