"""Any service, filled in page by page as a person without JavaScript does, from plain answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.wizard.authoring import definition_files, read
from app.wizard.definition import Definition
from app.wizard.questions import Question
from app.wizard.structure import Step
from tests.support.html import HtmlPage, Values
from tests.support.visitor import File, Visitor
from tests.support.wizard import PUBLISHED

PAPER: File = ("giấy tờ.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")
Answers = Mapping[str, Any]

_MOST_PAGES = 200
_FORM = "#step-form"
_AGAIN = "_action=units"
_PICKED_FIRST = ("-country", "-scheme", "-province", "-district")


def published(procedure: str, folder: Path = PUBLISHED) -> Definition:
    """The newest definition of a procedure in a folder of definitions."""
    found = [
        file
        for file in definition_files(folder)
        if json.loads(file.read_text(encoding="utf-8"))["procedure"] == procedure
    ]
    assert found, f"no definition of {procedure} below {folder}"
    return read(max(found, key=lambda file: int(file.stem)))


def complete(
    visitor: Visitor,
    procedure: str,
    answers: Answers,
    *,
    lang: str = "vi",
    until: str = "check",
    definition: Definition | None = None,
) -> HtmlPage:
    """Begin an application and answer every page from `answers`, as far as the step `until`.

    What is not in `answers` stays as it is prefilled; file questions get a small PDF when nothing is named,
    none when they are optional and `answers` has them as None.
    """
    form = definition or published(procedure)
    page = visitor.visit(f"/{lang}/applications/start/{procedure}")
    page = visitor.send(
        page,
        button="anew=1" if page.has("[name='anew']") else None,
        form=f"main form[action$='/start/{procedure}']",
    )
    return go_on(visitor, page, form, answers, until=until)


def go_on(
    visitor: Visitor, page: HtmlPage, definition: Definition, answers: Answers, *, until: str = "check"
) -> HtmlPage:
    """Answer page after page, from this one to the step `until`."""
    before = ""
    for _ in range(_MOST_PAGES):
        key, item = _address(page)
        if key == until:
            return page
        if key == "tasks":
            page = visitor.visit(_next_task(page))
            continue
        page = _answer(visitor, page, definition.step(key), item, answers)
        shown = page.url + page.text
        assert shown != before, f"stuck at {page!r}: {page.text[:600]}"
        before = shown
    raise AssertionError(f"never came to {until}, last on {page!r}")


def submit(visitor: Visitor, page: HtmlPage) -> HtmlPage:
    """Declare on the check page and send; returns the receipt."""
    return visitor.send(page, {"declared": "y"}, form="main form[action$='/check']")


def _next_task(page: HtmlPage) -> str:
    """The first section that can be gone on with, else the way to check and send."""
    for row in page.all("main ul.rows li"):
        if row.all("a") and not row.all(".tag--ok"):
            return str(row.one("a").attr("href"))
    return str(page.one("main a.button[href$='/check']").attr("href"))


def _address(page: HtmlPage) -> tuple[str, int | None]:
    parts = urlsplit(page.url).path.rstrip("/").split("/")
    return (parts[-2], int(parts[-1])) if parts[-1].isdecimal() else (parts[-1], None)


def _answer(visitor: Visitor, page: HtmlPage, step: Step, item: int | None, answers: Answers) -> HtmlPage:
    if step.repeat is None:
        return _fill(visitor, page, step, answers)
    items = answers.get(step.key) or []
    if item is not None:
        return _fill(visitor, page, step, items[item])
    unfinished = [number for number in range(len(items)) if number not in _finished(page, step)]
    if unfinished:
        return visitor.visit(f"{urlsplit(page.url).path.rstrip('/')}/{unfinished[0]}")
    return visitor.send(page, form=_FORM)


def _finished(page: HtmlPage, step: Step) -> set[int]:
    """The items that are listed without being marked as unfinished."""
    return {number for number, row in enumerate(page.all(f"ul#{step.key} > li")) if not row.all(".tag")}


def _fill(visitor: Visitor, page: HtmlPage, step: Step, answers: Answers) -> HtmlPage:
    values: dict[str, Values] = {}
    for key in [str(shown.attr("value")) for shown in page.all("input[name=_shown]")]:
        question = step.question(key)
        if question.type == "file":
            page = _upload(visitor, page, question, answers)
        elif answers.get(key) is not None:
            values |= _fields(question, answers[key])
    return _send(visitor, page, values)


def _fields(question: Question, value: Any) -> dict[str, Values]:
    many = question.type == "multiple_choice"
    return {name: typed if many else typed[0] for name, typed in question.write(value).items()}


def _upload(visitor: Visitor, page: HtmlPage, question: Question, answers: Answers) -> HtmlPage:
    wanted = answers.get(question.key) is not None or (question.required and question.key not in answers)
    field = page.all(f"input[type=file][name='{question.key}']")
    if not wanted or not field:
        return page
    button = f"_action=upload:{question.key}"
    return visitor.send(page, button=button, form=_FORM, files={question.key: PAPER})


def _send(visitor: Visitor, page: HtmlPage, values: dict[str, Values]) -> HtmlPage:
    """Type and press Continue; lists and boxes that only come up with an answer are brought up first."""
    for part in _PICKED_FIRST:
        picked = {name: value for name, value in _there(page, values).items() if name.endswith(part)}
        if picked:
            page = visitor.send(page, picked, button=_AGAIN, form=_FORM)
    missing = set(values) - set(_there(page, values))
    while missing:
        page = _once_more(visitor, page, _there(page, values))
        left = set(values) - set(_there(page, values))
        assert left < missing, f"{page!r} has no fields for {sorted(left)}"
        missing = left
    return visitor.send(page, _there(page, values), form=_FORM)


def _once_more(visitor: Visitor, page: HtmlPage, values: dict[str, Values]) -> HtmlPage:
    if page.has("button[name='_action'][value='units']"):
        return visitor.send(page, values, button=_AGAIN, form=_FORM)
    return visitor.send(page, values, form=_FORM, status=422)


def _there(page: HtmlPage, values: dict[str, Values]) -> dict[str, Values]:
    return {name: value for name, value in values.items() if page.has(f"[name='{name}']")}
