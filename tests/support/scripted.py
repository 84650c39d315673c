"""Browsers whose scripts run, wholly or half-way."""

from __future__ import annotations

from typing import Any

from tests.support.html import HtmlPage, Values
from tests.support.visitor import Visitor, with_fields
from tests.support.worlds import World

_STEP_FORM = "step-form"


class Scripted(Visitor):
    """A browser whose scripts run: what is typed is saved in passing, and steps are swapped."""

    def send(self, page: HtmlPage, values: Values | None = None, **how: Any) -> HtmlPage:
        """As htmx sends it where the form says so, after the save that typing sets off."""
        form = how.get("form")
        if form is None or not page.has(f"{form}[hx-post]") or not self._runs():
            return super().send(page, values, **how)
        if page.has("[hx-target='#saved']"):
            typed = page.submission(values, form=form)
            self.submit(with_fields(typed, _action="save"), target="p#saved", status=(200, 422))
        return self._swapped(page, values, how)

    def _runs(self) -> bool:
        return True

    def _swapped(self, page: HtmlPage, values: Values | None, how: dict[str, Any]) -> HtmlPage:
        """The page as it is afterwards: when only the step is new, the buttons outside it are still there."""
        answer = super().send(page, values, **how, target="div#step")
        if answer.has("[name='viewport']"):
            return answer
        around = "".join(button.node.html or "" for button in page.all(f"button[form='{_STEP_FORM}']"))
        return HtmlPage(around + answer.html, answer.url, answer.status)


class HalfWay(Scripted):
    """A browser whose scripts end at the n-th sending: its answer is never shown, and the rest is plain."""

    checked = False

    def __init__(self, world: World, ends_at: int) -> None:
        super().__init__(world.portal, world.sandbox)
        self._left = ends_at

    def _runs(self) -> bool:
        return self._left > 0

    def _swapped(self, page: HtmlPage, values: Values | None, how: dict[str, Any]) -> HtmlPage:
        self._left -= 1
        if self._left:
            return super()._swapped(page, values, how)
        super()._swapped(page, values, how | {"status": (200, 422)})
        return Visitor.send(self, page, values, **how)
