"""A person who changes the language at every step: in error, and with what is typed still on the page."""

from __future__ import annotations

from typing import Any

from tests.support.html import HtmlPage, Values
from tests.support.visitor import Visitor

_FORM = "#step-form"
_OTHER = {"vi": "en", "en": "vi"}


class Bilingual(Visitor):
    """Before every button of a step, the page is turned into the other language and back, and compared."""

    errors_seen = 0

    def send(self, page: HtmlPage, values: Values | None = None, **how: Any) -> HtmlPage:
        """As a browser without JavaScript, after looking at the other language."""
        if how.get("form") == _FORM and not how.get("button") and page.has("input[name='_shown']"):
            self._in_error(page)
            self._there_and_back(page, values)
        return super().send(page, values, **how)

    def _in_error(self, page: HtmlPage) -> None:
        """Continue is pressed too early: what is wrong is the same in the other language."""
        tried = super().send(page, form=_FORM, status=(200, 422))
        if tried.status != 422:
            return
        self.errors_seen += 1
        other = super().send(tried, button=f"_language={_OTHER[page.lang or '']}", form=_FORM)
        assert set(other.errors) == set(tried.errors), f"{tried!r} has other errors in the other language"
        assert not set(other.errors.values()) & set(tried.errors.values()), "a message is not translated"
        assert _content(other) == _content(tried)

    def _there_and_back(self, page: HtmlPage, values: Values | None) -> None:
        here = page.lang or ""
        other = super().send(page, values, button=f"_language={_OTHER[here]}", form=_FORM)
        back = super().visit(page.url)
        assert (other.lang, back.lang) == (_OTHER[here], here)
        assert other.url.partition(f"/{other.lang}/")[2] == back.url.partition(f"/{here}/")[2]
        assert _content(other) == _content(back), f"{page!r} changes with the language"
        assert set(other.errors) == set(back.errors)
        typed, held = page.submission(values, form=_FORM).fields, _content(other)
        lost = {
            name: value
            for name, value in typed.items()
            if _kept(name) and any(value) and held.get(name) != value
        }
        assert not lost, f"{page!r} lost {lost} with the language, and has {held}"


def _content(page: HtmlPage) -> dict[str, list[str]]:
    fields = page.submission(form=_FORM).fields
    return {name: value for name, value in fields.items() if _kept(name)}


def _kept(name: str) -> bool:
    return name != "csrf_token" and not name.startswith("_")
