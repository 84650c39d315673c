"""Answers as an officer reads them: the form's own labels, one line for every value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.sandbox.registries.units import TODAY, units
from app.sandbox.web.language import say, translate
from app.sandbox.web.pages import day

PARTS = {
    "name": "Name",
    "birth_date": "Date of birth",
    "sex": "Sex",
    "ethnicity": "Ethnic group",
    "ethnicity_other": "Ethnic group, written out",
    "nationality": "Nationality",
    "id_number": "ID number",
    "paper_type": "Identity paper",
    "paper_number": "Number of the identity paper",
    "paper_issued_by": "Issued by",
    "paper_issued_on": "Issued on",
}
WORDS = {"male": "Male", "female": "Female"}


@dataclass(frozen=True)
class Line:
    """One label with its value."""

    label: str
    value: str


@dataclass(frozen=True)
class Section:
    """One step of the form, or one item of a repeated step."""

    title: str
    lines: list[Line]


def readable(definition: dict[str, Any], answers: dict[str, Any]) -> list[Section]:
    """The answers in the order of the form; what the form does not know comes last, under its own key."""
    sections = [section for step in definition.get("steps", []) for section in _step(step, answers)]
    known = {key for step in definition.get("steps", []) for key in _keys(step)}
    rest = [Line(key, _value(value, {})) for key, value in answers.items() if key not in known]
    if rest:
        sections.append(Section(translate("Other answers"), rest))
    return [section for section in sections if section.lines]


def _step(step: dict[str, Any], answers: dict[str, Any]) -> Iterator[Section]:
    title = say(step["title"])
    if not step.get("repeat"):
        yield Section(title, _lines(step, answers))
        return
    for number, item in enumerate(answers.get(step["key"], []), 1):
        yield Section(f"{title} {number}", _lines(step, item))


def _lines(step: dict[str, Any], answers: dict[str, Any]) -> list[Line]:
    return [
        line
        for question in step["questions"]
        if answers.get(question["key"]) is not None and question.get("type") != "file"
        for line in _answer(question, answers[question["key"]])
    ]


def _answer(question: dict[str, Any], value: Any) -> list[Line]:
    label = say(question.get("label")) or question["key"]
    if isinstance(value, dict) and not _is_address(value):
        return [Line(f"{label}: {_part(key)}", _value(part, {})) for key, part in value.items() if part]
    options = {option["value"]: say(option["label"]) for option in question.get("options", [])}
    return [Line(label, _value(value, options))]


def _value(value: Any, options: dict[str, str]) -> str:
    if isinstance(value, bool):
        return translate("Yes") if value else translate("No")
    if isinstance(value, list):
        return "; ".join(_value(one, options) for one in value)
    if isinstance(value, dict):
        return (
            _address(value)
            if _is_address(value)
            else "; ".join(_value(one, options) for one in value.values())
        )
    text = options.get(str(value), translate(WORDS.get(str(value), str(value))))
    return _as_day(text)


def _as_day(text: str) -> str:
    if len(text) != len("2026-11-21") or text[4:8:3] != "--":
        return text
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def _is_address(value: dict[str, Any]) -> bool:
    return "country" in value


def _address(value: dict[str, Any]) -> str:
    if value.get("free"):
        return f"{value['free']}, {value['country']}"
    ward, province = value.get("ward", ""), value.get("province", "")
    if value.get("scheme", TODAY) == TODAY:
        named = [units().wards.get(ward, ward), say(units().provinces.get(province, {"vi": province}))]
    else:
        parts = (("ward", ward), ("district", value.get("district")), ("province", province))
        named = [f"{translate(part)} {code}" for part, code in parts if code]
    return ", ".join(part for part in (value.get("line"), *named) if part)


def _part(key: str) -> str:
    return translate(PARTS.get(key, key))


def _keys(step: dict[str, Any]) -> Iterator[str]:
    if step.get("repeat"):
        yield step["key"]
    else:
        yield from (question["key"] for question in step["questions"])
