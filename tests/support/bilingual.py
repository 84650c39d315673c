"""A person who changes the language at every step: empty, in error, and with what is typed on the page."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from tests.support.html import HtmlPage, Values
from tests.support.journeys import address
from tests.support.visitor import Visitor

_FORM = "#step-form"
_AMOUNTS = f"{_FORM} input[inputmode='numeric'], {_FORM} input[inputmode='decimal']"
_STRANGE_AMOUNT = {
    "en": re.compile(r"\d{1,3}(\.\d{3})+|\d+,\d{1,2}"),
    "vi": re.compile(r"\d{1,3}(,\d{3})+|\d+\.\d{1,2}"),
}
_OTHER = {"vi": "en", "en": "vi"}


class Bilingual(Visitor):
    """Before every button of a step, the page is turned into the other language and back, and compared.

    `states` says of every step in which states that was done: empty, error, filled, files, groups.
    """

    def __init__(self, *systems: Any) -> None:
        super().__init__(*systems)
        self.errors_seen = 0
        self.states: dict[str, set[str]] = defaultdict(set)

    def send(self, page: HtmlPage, values: Values | None = None, **how: Any) -> HtmlPage:
        """As a browser without JavaScript, after looking at the other language."""
        if how.get("form") == _FORM and page.has("input[name='_shown']") and self._first_time(page, "empty"):
            self._empty(page)
        if how.get("form") == _FORM and not how.get("button"):
            if page.has("input[name='_shown']"):
                page = self._in_error(page)
            self._there_and_back(page, values)
        return super().send(page, values, **how)

    def _empty(self, page: HtmlPage) -> None:
        """As it comes, with at most what is known of the person."""
        other = super().send(page, button=f"_language={_OTHER[page.lang or '']}", form=_FORM)
        assert other.lang == _OTHER[page.lang or ""]
        assert _content(other) == _content(page), f"{page!r} changes with the language"

    def _in_error(self, page: HtmlPage) -> HtmlPage:
        """Continue is pressed too early: what is wrong is the same in the other language.

        Returns the page that then lies before the person, who comes back to it where nothing was wrong.
        """
        tried = super().send(page, form=_FORM, status=(200, 422))
        if tried.status != 422:
            return super().visit(page.url)
        self.errors_seen += 1
        self._first_time(page, "error")
        other = super().send(tried, button=f"_language={_OTHER[page.lang or '']}", form=_FORM)
        assert set(other.errors) == set(tried.errors), f"{tried!r} has other errors in the other language"
        assert not set(other.errors.values()) & set(tried.errors.values()), "a message is not translated"
        assert _content(other) == _content(tried)
        return tried

    def _there_and_back(self, page: HtmlPage, values: Values | None) -> None:
        here = page.lang or ""
        other = super().send(page, values, button=f"_language={_OTHER[here]}", form=_FORM)
        back = super().visit(page.url)
        assert (other.lang, back.lang) == (_OTHER[here], here)
        assert other.url.partition(f"/{other.lang}/")[2] == back.url.partition(f"/{here}/")[2]
        assert _content(other) == _content(back), f"{page!r} changes with the language"
        assert set(other.errors) == set(back.errors)
        typed, held = _meant(page, page.submission(values, form=_FORM).fields), _content(other)
        lost = {
            name: value
            for name, value in typed.items()
            if _kept(name) and any(value) and held.get(name) != value
        }
        assert not lost, f"{page!r} lost {lost} with the language, and has {held}"
        self._note(back)

    def _note(self, page: HtmlPage) -> None:
        grouped = address(page)[1] is not None or not page.has("input[name='_shown']")
        files = page.has("button[value^='remove:']")
        for state, there in (("filled", True), ("files", files), ("groups", grouped)):
            if there:
                self._first_time(page, state)

    def _first_time(self, page: HtmlPage, state: str) -> bool:
        seen = self.states[address(page)[0]]
        first = state not in seen
        seen.add(state)
        return first


def _content(page: HtmlPage) -> dict[str, list[str]]:
    """What is typed and chosen, the files that are there and the items of a group."""
    fields = _meant(page, page.submission(form=_FORM).fields)
    strange = _STRANGE_AMOUNT[page.lang or ""]
    amounts = [str(control.attr("value") or "") for control in page.all(_AMOUNTS)]
    assert not [amount for amount in amounts if strange.fullmatch(amount)], f"{page!r} shows {amounts}"
    pressed = [str(button.attr("value")) for button in page.all(f"{_FORM} button[value^='remove']")]
    items = [str(link.attr("href")).rpartition("/")[2] for link in page.all(f"{_FORM} ul.rows a")]
    return {name: value for name, value in fields.items() if _kept(name)} | {"_there": [*pressed, *items]}


def _meant(page: HtmlPage, fields: dict[str, list[str]]) -> dict[str, list[str]]:
    """The fields, amounts without what the language sets thousands and decimals apart with."""
    amounts = {control.attr("name") for control in page.all(_AMOUNTS)}
    return {
        name: [_amount(value) for value in values] if name in amounts else values
        for name, values in fields.items()
    }


def _amount(typed: str) -> str:
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", typed):
        return re.sub("[.,]", "", typed)
    return typed.replace(",", ".")


def _kept(name: str) -> bool:
    return name != "csrf_token" and not name.startswith("_")
