"""`make shots`: a picture of every page, at 360 and 1280 px, in both languages, into var/shots."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.browsers import LAPTOP, PHONE, Device, launch
from tests.browser.pages import Step
from tests.browser.servers import ROOT, Servers
from tests.browser.shots.album import PICTURES
from tests.browser.shots.story import Story

SHOTS = ROOT / "var" / "shots"
MISTAKE = "child"
_LANGS = ("vi", "en")
States = dict[str, Any]
Shot = tuple[str, int]


def shoot(device: Device, portal: str, facts: dict[str, str], states: States) -> list[str]:
    """Photograph every page on one screen in both languages; returns the names of pages wider than it."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        wide = []
        for who, state in states.items():
            context = _context(browser, portal, device, state)
            for name, width in _take(context, device, who, facts):
                print(name, flush=True)
                wide += [name] if width > device.width else []
        browser.close()
    return wide


def _take(context: BrowserContext, device: Device, who: str, facts: dict[str, str]) -> Iterator[Shot]:
    page = context.new_page()
    for lang in _LANGS:
        for picture in (one for one in PICTURES if one.who == who):
            page.goto(f"/{lang}{picture.path.format(**facts)}")
            yield _picture(page, picture.name, lang, device)
        if who == "person":
            yield _mistake(page, lang, device, facts)


def _mistake(page: Page, lang: str, device: Device, facts: dict[str, str]) -> Shot:
    """A step with what is wrong on it; nothing is saved."""
    page.goto(f"/{lang}{facts['draft']}/{MISTAKE}")
    for field in page.locator("main input[type='text']:visible").all():
        field.fill("")
    Step(page, lang).go_on()
    page.locator(".error-summary").wait_for()
    return _picture(page, "step-error", lang, device)


def _picture(page: Page, name: str, lang: str, device: Device) -> Shot:
    file = SHOTS / f"{name}-{lang}-{device.name}.png"
    page.evaluate("document.fonts.ready.then(() => true)")
    page.screenshot(path=file, full_page=True)
    return file.name, int(page.evaluate("document.documentElement.scrollWidth"))


def _context(browser: Browser, portal: str, device: Device, state: Any) -> BrowserContext:
    return browser.new_context(
        base_url=portal,
        viewport=device.viewport,
        is_mobile=device.mobile,
        has_touch=device.mobile,
        storage_state=state,
        reduced_motion="reduce",
    )


def _told(servers: Servers, folder: Path) -> tuple[dict[str, str], States]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        story = Story(servers, browser, folder)
        facts = story.tell()
        states = {who: context.storage_state() for who, context in story.browsers.items()}
        browser.close()
    return facts, states


def main() -> int:
    """Start everything, make data, take the pictures on both screens at once; 1 when a page is too wide."""
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir(parents=True)
    folder = Path(tempfile.mkdtemp(prefix="portal-shots-"))
    servers = Servers(folder)
    try:
        servers.wait()
        facts, states = _told(servers, folder)
        with ProcessPoolExecutor(2) as cameras:
            shooting = [
                cameras.submit(shoot, device, servers.portal, facts, states) for device in (PHONE, LAPTOP)
            ]
            wide = [name for one in shooting for name in one.result()]
    finally:
        servers.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(list(SHOTS.glob('*.png')))} pictures in {SHOTS.relative_to(ROOT)}")
    print("\n".join(f"{name} is wider than its screen" for name in wide))
    return 1 if wide else 0


if __name__ == "__main__":
    sys.exit(main())
