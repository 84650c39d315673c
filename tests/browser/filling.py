"""Any form, filled in through a real browser from plain answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from app.wizard.structure import Definition
from tests.browser.pages import Step

_MOST_PAGES = 60
_FORM = "#step-form"
_MOVED = """([asked, heading]) => document.querySelector("h1")?.innerText !== heading ||
  [...document.querySelectorAll("input[name=_shown]")].map(one => one.value).join() !== asked"""


class AnyForm:
    """Fills in page after page; `before_going_on` is told the number of the page each time."""

    def __init__(self, person: Step, form: Definition, answers: dict[str, Any]) -> None:
        self._person = person
        self._form = form
        self._answers = answers

    def fill(self, before_going_on: Callable[[int], None] = lambda number: None) -> None:
        """As far as the check page."""
        for number in range(_MOST_PAGES):
            step = self._at()
            if step == "check":
                return
            self._answer(step)
            before_going_on(number)
            if self._at() == step:
                self._answer(step)
            self._go_on()
        raise AssertionError(f"never came to the check page, last at {self._page.url}")

    @property
    def _page(self) -> Page:
        return self._person.page

    def _at(self) -> str:
        return urlsplit(self._page.url).path.rstrip("/").rpartition("/")[2]

    def _go_on(self) -> None:
        """Continue, and wait for what comes: another page, or this one asking for more."""
        asked, heading = self._asked(), self._page.locator("h1").inner_text()
        self._person.go_on()
        self._page.wait_for_function(_MOVED, arg=[",".join(asked), heading])

    def _asked(self) -> list[str]:
        shown = self._page.locator(f"{_FORM} input[name='_shown']")
        return [str(one.get_attribute("value")) for one in shown.all()]

    def _answer(self, step: str) -> None:
        questions = {question.key: question for question in self._form.step(step).questions}
        for key in self._asked():
            if self._answers.get(key) is None:
                continue
            for name, values in questions[key].write(self._answers[key]).items():
                self._put(name, values)

    def _put(self, name: str, values: list[str]) -> None:
        field = self._page.locator(f"{_FORM} [name='{name}']:not([type=hidden])")
        if name.endswith("-district"):
            self._with_districts(field)
        if not field.count():
            return
        field.first.evaluate("one => one.closest('details')?.setAttribute('open', '')")
        kind = field.first.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            for value in values:
                self._page.locator(f"{_FORM} [name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            self._pick(field, values[0])
        else:
            field.fill(values[0])

    def _with_districts(self, field: Locator) -> None:
        """They are asked once the names before July 2025 were chosen; without scripts, by a button."""
        if not field.count() and not self._person.scripted:
            self._show_lists()
        expect(field).to_be_attached()

    def _show_lists(self) -> None:
        button = self._page.locator(f"{_FORM} button[name='_action'][value='units']").first
        button.evaluate("one => one.closest('details')?.setAttribute('open', '')")
        button.click()

    def _pick(self, field: Locator, value: str) -> None:
        """Choose from a list, which without scripts comes by a button."""
        entry = field.locator(f"option[value='{value}']")
        if not entry.count() and not self._person.scripted:
            self._show_lists()
        expect(entry).to_be_attached()
        field.select_option(value)
