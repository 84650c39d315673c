"""Any service, filled in page by page as a person without JavaScript does, from plain answers."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

from app.wizard.question_types.address import AddressQuestion
from app.wizard.questions import Question
from app.wizard.reading.authoring import definition_files, read
from app.wizard.structure import Definition, Step
from tests.support.html import Element, HtmlPage
from tests.support.visitor import File, Visitor
from tests.support.wizard import PUBLISHED

PAPER: File = ("giấy tờ.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")
Answers = Mapping[str, Any]
Typed = dict[str, Any]

_MOST_PAGES = 200
_FORM = "#step-form"
_AGAIN = "_action=units"
# Beside lists that others depend on; a province alone needs no more.
_FETCHES = "button[name='_action'][value='units']"
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
    exactly: bool = False,
) -> HtmlPage:
    """Begin an application and answer every page from `answers`, as far as the step `until`.

    What is not in `answers` stays as it is prefilled, or is emptied when they are to be met `exactly`; file
    questions get a small PDF when nothing is named, none when optional and None in `answers`.
    """
    form = definition or published(procedure)
    page = begin(visitor, procedure, lang)
    return go_on(visitor, page, form, answers, until=until, exactly=exactly)


def begin(visitor: Visitor, procedure: str, lang: str = "vi") -> HtmlPage:
    """Begin a new application, whatever was begun before; returns its first page."""
    page = visitor.visit(f"/{lang}/applications/start/{procedure}")
    return visitor.send(
        page,
        button="anew=1" if page.has("[name='anew']") else None,
        form=f"main form[action$='/start/{procedure}']",
    )


def go_on(
    visitor: Visitor,
    page: HtmlPage,
    definition: Definition,
    answers: Answers,
    *,
    until: str = "check",
    exactly: bool = False,
) -> HtmlPage:
    """Answer page after page, from this one to the step `until`."""
    filler, before = Filler(visitor, definition, answers, exactly=exactly), ""
    for _ in range(_MOST_PAGES):
        if address(page)[0] == until:
            return page
        page = filler.answer(page)
        shown = page.url + page.text
        assert shown != before, f"stuck at {page!r}: {page.text[:600]}"
        before = shown
    raise AssertionError(f"never came to {until}, last on {page!r}")


def submit(visitor: Visitor, page: HtmlPage) -> HtmlPage:
    """Declare on the check page and send, by declaration alone where that is enough; returns the receipt."""
    button = "by=declaration" if page.has("button[name='by'][value='declaration']") else None
    page = visitor.send(page, {"declared": "y"}, button=button, form="main form[action$='/check']")
    if page.has("input[name='pin']"):
        page = visitor.send(page, {"pin": "demo"}, button="answer=yes")
    return page


def address(page: HtmlPage) -> tuple[str, int | None]:
    """The step a page is about and, of a repeating one, the item."""
    parts = urlsplit(page.url).path.rstrip("/").split("/")
    return (parts[-2], int(parts[-1])) if parts[-1].isdecimal() else (parts[-1], None)


class Filler:
    """Answers the pages of one form from plain answers."""

    def __init__(
        self, visitor: Visitor, definition: Definition, answers: Answers, *, exactly: bool = False
    ) -> None:
        self._visitor = visitor
        self._definition = definition
        self._answers = answers
        self._exactly = exactly

    def answer(self, page: HtmlPage) -> HtmlPage:
        """Answer what the page asks and go on; returns the next page."""
        key, item = address(page)
        if key == "tasks":
            return self._visitor.visit(_next_task(page))
        step = self._definition.step(key)
        if step.repeat is None:
            return self._fill(page, step, self._answers)
        items = self._answers.get(step.key) or []
        if item is not None:
            return self._fill(page, step, items[item])
        unfinished = [number for number in range(len(items)) if number not in _finished(page, step)]
        if unfinished:
            return self._visitor.visit(f"{urlsplit(page.url).path.rstrip('/')}/{unfinished[0]}")
        return self._visitor.send(page, form=_FORM)

    def _fill(self, page: HtmlPage, step: Step, answers: Answers) -> HtmlPage:
        asked = _asked(page, step)
        values: Typed = {}
        for question in asked:
            if question.type != "file" and answers.get(question.key) is not None:
                values |= _fields(question, answers[question.key])
        page = self._brought_up(page, values, self._emptied(page, step, answers))
        typed = values | self._emptied(page, step, answers)
        for question in asked:
            if question.type == "file":
                page = self._upload(page, question, answers, typed)
        if not {question.key for question in _asked(page, step)} <= {question.key for question in asked}:
            return self._fill(page, step, answers)
        return self._visitor.send(page, _there(page, typed), form=_FORM)

    def _emptied(self, page: HtmlPage, step: Step, answers: Answers) -> Typed:
        """The fields that hold something nobody answered, to be left empty."""
        empty: Typed = {}
        if not self._exactly:
            return empty
        for question in step.questions:
            wanted = _fields(question, answers[question.key]) if answers.get(question.key) is not None else {}
            for name in set(question.field_names()) - set(wanted):
                if page.has(f"[name='{name}']:not([type=file]):not([type=hidden])"):
                    empty |= _cleared(page, name)
        return empty

    def _upload(self, page: HtmlPage, question: Question, answers: Answers, typed: Typed) -> HtmlPage:
        """Choose files until the question has as many as were answered, or one that is asked for."""
        given = answers.get(question.key)
        wanted = given is not None or (question.required and question.key not in answers)
        count = len(given) if self._exactly and given else 1
        while wanted and _takes(page, question) and len(_stored(page, question)) < count:
            plain = not self._exactly and PAPER[2] in getattr(question, "accept", ())
            file = PAPER if plain else paper(question, len(_stored(page, question)))
            page = self._add(page, question, file, typed)
        return page

    def _add(self, page: HtmlPage, question: Question, file: File, typed: Typed) -> HtmlPage:
        button = f"_action=upload:{question.key}"
        files = {question.key: file}
        return self._visitor.send(page, _there(page, typed), button=button, form=_FORM, files=files)

    def _brought_up(self, page: HtmlPage, values: Typed, empty: Typed) -> HtmlPage:
        """The page with the lists and boxes that only come up with an answer."""
        for part in _PICKED_FIRST:
            picked = {name: value for name, value in _there(page, values).items() if name.endswith(part)}
            if picked and page.has(_FETCHES):
                page = self._visitor.send(page, picked, button=_AGAIN, form=_FORM)
        missing = set(values) - set(_there(page, values))
        while missing:
            page = self._once_more(page, _there(page, values | empty))
            left = set(values) - set(_there(page, values))
            assert left < missing, f"{page!r} has no fields for {sorted(left)}"
            missing = left
        return page

    def _once_more(self, page: HtmlPage, values: Typed) -> HtmlPage:
        if page.has(_FETCHES):
            return self._visitor.send(page, values, button=_AGAIN, form=_FORM)
        shown = self._visitor.send(page, values, form=_FORM, status=(200, 422))
        assert address(shown) == address(page), f"{page!r} led on before {values} were complete"
        return shown


def paper(question: Question, number: int) -> File:
    """A small file of a kind the question takes; files of other questions and numbers differ from it."""
    mark = f"{question.key} {number}"
    if "application/pdf" in getattr(question, "accept", ()):
        return (f"giấy {mark}.pdf", PAPER[1] + f"%{mark}\n%%EOF\n".encode(), "application/pdf")
    drawn = io.BytesIO()
    shade = zlib.crc32(mark.encode()) % 0xFFFFFF
    Image.new("RGB", (8, 8), (shade >> 16, shade >> 8 & 255, shade & 255)).save(drawn, "PNG")
    return (f"ảnh {mark}.png", drawn.getvalue(), "image/png")


def _next_task(page: HtmlPage) -> str:
    """The first section that can be gone on with, else the way to check and send."""
    for row in page.all("main ul.rows li"):
        if row.all("a") and not row.all(".tag--ok"):
            return str(row.one("a").attr("href"))
    return str(page.one("main a.button[href$='/check']").attr("href"))


def _finished(page: HtmlPage, step: Step) -> set[int]:
    """The items that are listed without being marked as unfinished."""
    return {number for number, row in enumerate(page.all(f"ul#{step.key} > li")) if not row.all(".tag")}


def _asked(page: HtmlPage, step: Step) -> list[Question]:
    """The questions a page shows."""
    return [step.question(str(entry.attr("value"))) for entry in page.all("input[name=_shown]")]


def _cleared(page: HtmlPage, name: str) -> Typed:
    """The field as somebody leaves it who clears it; a list that has no empty entry stays."""
    if page.has(f"[name='{name}']:is([type=radio],[type=checkbox])"):
        return {name: None}
    lists = page.all(f"select[name='{name}']")
    entries = {option.attr("value") for found in lists for option in found.all("option")}
    return {name: ""} if not lists or "" in entries else {}


def _takes(page: HtmlPage, question: Question) -> bool:
    return page.has(f"input[type=file][name='{question.key}']")


def _stored(page: HtmlPage, question: Question) -> list[Element]:
    """The files of a question, by the buttons that take them away."""
    frames = [frame for frame in page.all("fieldset") if frame.all(f"[id='{question.key}']")]
    return [button for frame in frames for button in frame.all("button[value^='remove:']")]


def _fields(question: Question, value: Any) -> Typed:
    many = question.type == "multiple_choice"
    written = {name: typed if many else typed[0] for name, typed in question.write(value).items()}
    if isinstance(question, AddressQuestion) and len(question.schemes) == 1:
        written.pop(f"{question.key}-scheme", None)
    if question.type == "email":
        written.pop(f"{question.key}-sure", None)
    return written


def _there(page: HtmlPage, values: Typed) -> Typed:
    return {name: value for name, value in values.items() if page.has(f"[name='{name}']")}
