"""Makes real data by really doing it: drafts, dossiers in every state, letters, pushes that go wrong."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.births import BirthForm
from tests.browser.pages import Desk, Portal, Step
from tests.browser.servers import Servers
from tests.support.births import PAPER, PROCEDURE

ANY_ORDER = "1.000894"
OPERATOR = "001180000099"
HOLDER = "001190000011"
_POINTS = {"vi_1": "Ảnh giấy chứng sinh bị mờ, chụp lại rõ hơn", "en_1": "The notice of birth is blurred"}


class Story:
    """Three browsers and what happened in them; `facts` are the parts of addresses, by name."""

    def __init__(self, servers: Servers, browser: Browser, folder: Path) -> None:
        self._servers = servers
        self._paper = folder / PAPER[0]
        self._paper.write_bytes(PAPER[1])
        self.browsers = {
            who: browser.new_context(base_url=servers.portal, locale="vi-VN", reduced_motion="reduce")
            for who in ("nobody", "person", "operator")
        }
        for context in self.browsers.values():
            context.set_default_timeout(20_000)
        self._page = self.browsers["person"].new_page()
        self._outside = self.browsers["operator"].new_page()
        self.facts: dict[str, str] = {}

    def tell(self) -> dict[str, str]:
        """Do all of it; returns the facts."""
        for state in ("finished", "supplement", "waiting"):
            self._submit(state)
        self._push()
        self._draft()
        self._track()
        self._find()
        return self.facts

    def _submit(self, state: str) -> None:
        if state == "waiting":
            self._servers.fail("applications", "down")
        form = self._begin(PROCEDURE)
        form.fill()
        form.step.declare_and_send()
        self._page.wait_for_url("**/received")
        self.facts["received"] = self._path()
        number = re.search(r"CDV(?:-[0-9A-Z]+)+", self._page.content())
        self.facts["receipt"] = number[0] if number else ""
        form.step.follow(form.words.say("Follow this dossier"))
        self._page.wait_for_url("**/vi/dossiers/*")
        self.facts[state] = self._path()
        if state != "waiting":
            self._work(self._page.url.rpartition("/")[2], state)

    def _work(self, code: str, state: str) -> None:
        desk = Desk(self._outside, self._servers.sandbox)
        desk.open(code)
        desk.act("Accept the dossier")
        desk.act("Begin processing")
        if state == "finished":
            desk.act("Finish with a result")
            self.facts["rating"] = f"/ratings/{code}"
        else:
            desk.act("Ask for a supplement", **_POINTS, kind_1="file", answer_by="2030-12-15")

    def _push(self) -> None:
        """Dossiers nobody filed here, some of them sent wrongly, so that operators have something to do."""
        page = self._outside
        page.goto(f"{self._servers.sandbox}/desk/push?lang=vi")
        for system in ("sandbox-h26", "sandbox-g09"):
            for begun, gone_on in (("agreed", "agreed"), ("spoilt", "unlawful")):
                page.select_option("#system", system)
                page.select_option("#holder", HOLDER)
                page.select_option("#manner", begun)
                page.locator("form[action='/desk/push'] button").click()
                step = page.locator("form[action^='/desk/push/']").first
                step.locator("select").select_option(gone_on)
                step.locator("button").click()
        self.facts["pushed"] = page.locator("#dossiers ~ ul h3").last.inner_text()

    def _draft(self) -> None:
        self._begin(ANY_ORDER, whole=False)
        self.facts["any_order"] = self._draft_path()
        form = self._begin(PROCEDURE)
        form.fill()
        self.facts["draft"] = self._draft_path()

    def _track(self) -> None:
        """Look a dossier up as a stranger; the browser may see the answer for half an hour."""
        page = self.browsers["nobody"].new_page()
        page.goto(f"/vi/track?code={self.facts['pushed']}")
        page.locator("#track-form [name='fact']").fill(HOLDER[-4:])
        page.locator("#track-form button").click()
        page.wait_for_url("**/track/result**")

    def _find(self) -> None:
        """Addresses that stand on other pages."""
        page = self._outside
        page.goto("/auth/login")
        Portal(page, "vi").sign_in(OPERATOR)
        for name, place, start in (
            ("life_event", "/life-events", "/vi/life-events/"),
            ("agency", "/agencies", "/vi/agencies/"),
            ("field", "/fields", "/vi/fields/"),
            ("definition", "/operations/definitions", "/vi/operations/definitions/"),
        ):
            self.facts[name] = self._link(page, place, start)
        self._page.goto("/vi/documents")
        stored = re.search(r"/documents/[0-9a-f-]{36}", self._page.content())
        assert stored, "no document is kept"
        self.facts["document"] = f"{stored[0]}/delete"

    def _link(self, page: Page, place: str, start: str) -> str:
        page.goto(f"/vi{place}")
        link = page.locator(f"main a[href^='{start}']").first
        return str(link.get_attribute("href")).removeprefix("/vi").partition("?")[0]

    def _begin(self, procedure: str, *, whole: bool = True) -> BirthForm:
        step = Step(self._page, "vi")
        step.begin(procedure)
        self._page.wait_for_url("**/requester_role" if whole else "**/applications/*/*")
        return BirthForm(step, self._paper)

    def _draft_path(self) -> str:
        found = re.search(r"/applications/[0-9a-f-]{36}", self._page.url)
        assert found, f"not in a draft: {self._page.url}"
        return found[0]

    def _path(self) -> str:
        return self._page.url.removeprefix(f"{self._servers.portal}/vi")
