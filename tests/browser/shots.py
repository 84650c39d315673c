"""`make shots`: a picture of every page, at 360 and 1280 px, in both languages, into var/shots."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.births import BirthForm
from tests.browser.browsers import LAPTOP, PHONE, Device, launch
from tests.browser.pages import Desk, Step
from tests.browser.servers import ROOT, Servers
from tests.support.births import PAPER, PROCEDURE

SHOTS = ROOT / "var" / "shots"
_LANGS = ("vi", "en")

_PUBLIC = {
    "home": "/",
    "home-business": "/?tab=business",
    "search-empty": "/procedures",
    "search": "/procedures?q=khai+sinh",
    "search-slip": "/procedures?q=giay+phep+lai+xx",
    "search-nothing": "/procedures?q=qwzxv",
    "procedure": f"/procedures/{PROCEDURE}",
    "life-events": "/life-events",
    "agencies": "/agencies",
    "fields": "/fields",
    "not-found": "/procedures/0.000000",
}


class Story:
    """Makes real data by really doing it: drafts, dossiers in every state, a rating to give."""

    def __init__(self, servers: Servers, browser: Browser, folder: Path) -> None:
        self._servers = servers
        self._paper = folder / PAPER[0]
        self._paper.write_bytes(PAPER[1])
        self.context = browser.new_context(base_url=servers.portal, locale="vi-VN")
        self.context.set_default_timeout(10_000)
        self._page = self.context.new_page()
        self.paths: dict[str, str] = {}

    def tell(self) -> dict[str, str]:
        """Addresses of private pages, by the name of their picture, without the language."""
        self.paths["start"] = f"/applications/start/{PROCEDURE}"
        for state in ("finished", "supplement", "waiting"):
            self._submit(state)
        self._draft()
        self.paths["dossiers"] = "/dossiers"
        return self.paths

    def _draft(self) -> None:
        form = self._begin()
        for key in ("requester_role", "child", "child_birth", "facility", "birth_certificate", "hometown"):
            form.fill(until=key)
            self.paths[f"step-{key}"] = self._path()
        form.fill()
        self.paths["check"] = self._path()

    def _submit(self, state: str) -> None:
        if state == "waiting":
            self._servers.fail("applications", "down")
        form = self._begin()
        form.fill()
        form.step.declare_and_send()
        self._page.wait_for_url("**/received")
        self.paths[f"received-{state}"] = self._path()
        form.step.follow(form.words.say("Follow this dossier"))
        self._page.wait_for_url("**/vi/dossiers/*")
        self.paths[f"dossier-{state}"] = self._path()
        if state != "waiting":
            self._work(self._page.url.rpartition("/")[2], state)

    def _work(self, code: str, state: str) -> None:
        page = self.context.new_page()
        desk = Desk(page, self._servers.sandbox)
        desk.open(code)
        desk.act("Accept the dossier")
        desk.act("Begin processing")
        if state == "finished":
            desk.act("Finish with a result")
            self.paths["rating"] = f"/ratings/{code}"
        else:
            texts = {
                "vi_1": "Ảnh giấy chứng sinh bị mờ, chụp lại rõ hơn",
                "en_1": "The notice of birth is blurred",
            }
            desk.act("Ask for a supplement", **texts, kind_1="file", answer_by="2026-12-15")
            self.paths["supplement"] = f"/dossiers/{code}/supplement"
        page.close()

    def _begin(self) -> BirthForm:
        step = Step(self._page, "vi")
        step.begin(PROCEDURE)
        self._page.wait_for_url("**/requester_role")
        return BirthForm(step, self._paper)

    def _path(self) -> str:
        return self._page.url.removeprefix(f"{self._servers.portal}/vi")


def take(context: BrowserContext, device: Device, paths: dict[str, str]) -> Iterator[str]:
    """Photograph every page on one screen in both languages; yields the names of the pictures."""
    page = context.new_page()
    page.set_viewport_size(device.viewport)
    for lang in _LANGS:
        for name, path in paths.items():
            page.goto(f"/{lang}{path}")
            yield _picture(page, name, lang, device)
    page.close()


def take_mistake(context: BrowserContext, device: Device, path: str) -> Iterator[str]:
    """Photograph a step with what is wrong on it; afterwards the steps behind it cannot be opened."""
    page = context.new_page()
    page.set_viewport_size(device.viewport)
    for lang in _LANGS:
        page.goto(f"/{lang}{path}")
        for field in page.locator("main input[type='text']:visible").all():
            field.fill("")
        Step(page, lang).go_on()
        page.locator(".error-summary").wait_for()
        yield _picture(page, "step-error", lang, device)
    page.close()


def _picture(page: Page, name: str, lang: str, device: Device) -> str:
    file = SHOTS / f"{name}-{lang}-{device.name}.png"
    page.wait_for_load_state("networkidle") if "dossier" not in name else page.wait_for_timeout(300)
    page.screenshot(path=file, full_page=True)
    return file.name


def _context(browser: Browser, servers: Servers, device: Device, state: Any = None) -> BrowserContext:
    return browser.new_context(
        base_url=servers.portal,
        viewport=device.viewport,
        is_mobile=device.mobile,
        has_touch=device.mobile,
        storage_state=state,
        reduced_motion="reduce",
    )


def main() -> int:
    """Start everything, make data, take the pictures."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    folder = Path(tempfile.mkdtemp(prefix="portal-shots-"))
    servers = Servers(folder)
    try:
        servers.wait()
        with sync_playwright() as playwright:
            browser = launch(playwright)
            for device in (PHONE, LAPTOP):
                for name in take(_context(browser, servers, device), device, _PUBLIC):
                    print(name, flush=True)
            story = Story(servers, browser, folder)
            paths = story.tell()
            state = story.context.storage_state()
            for device in (PHONE, LAPTOP):
                for name in take(_context(browser, servers, device, state), device, paths):
                    print(name, flush=True)
            for device in (PHONE, LAPTOP):
                context = _context(browser, servers, device, state)
                for name in take_mistake(context, device, paths["step-child"]):
                    print(name, flush=True)
            browser.close()
    finally:
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(list(SHOTS.glob('*.png')))} pictures in {SHOTS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
