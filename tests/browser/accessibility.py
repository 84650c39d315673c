"""axe (WCAG 2.2 A and AA, best practices) on every page a journey comes past."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

_AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
_RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  const places = one => one.nodes.slice(0, 4).map(node => node.html.slice(0, 160));
  return found.violations.map(one => ({id: one.id, help: one.help, nodes: places(one)}));
}"""
_WIDER = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""


class Inspector:
    """Collects what axe finds; pages of a browser without JavaScript are looked at in a second one."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context()
        self._mirror = self._context.new_page()
        self._scripted: dict[Page, bool] = {}
        self._seen: set[tuple[str, int]] = set()
        self.findings: list[str] = []

    def watch(self, page: Page, *, javascript: bool) -> None:
        """Remember how this page can be looked at."""
        self._scripted[page] = javascript

    def look(self, page: Page) -> None:
        """Let axe look at the page as it is now; the same picture is looked at once."""
        html = page.content()
        if (page.url, hash(html)) in self._seen:
            return
        self._seen.add((page.url, hash(html)))
        self._overflow(page)
        target = page if self._scripted[page] else self._mirrored(page, html)
        target.evaluate(_AXE)
        self.findings += [
            f"{page.url}: {one['id']}: {one['help']}: {one['nodes']}" for one in self._run(target)
        ]

    def close(self) -> None:
        """Close the second browser."""
        self._context.close()

    def _run(self, page: Page) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = page.evaluate(_RUN)
        return found

    def _overflow(self, page: Page) -> None:
        beyond = page.evaluate(_WIDER)
        if beyond > 0:
            self.findings.append(f"{page.url}: {beyond} px wider than the screen")

    def _mirrored(self, page: Page, html: str) -> Page:
        """The same document where scripts can run; its own are left out."""
        viewport = page.viewport_size
        if viewport:
            self._mirror.set_viewport_size(viewport)
        self._mirror.unroute_all()
        self._mirror.route("**/*.js", lambda route: route.abort())
        self._mirror.route(
            page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8")
        )
        self._mirror.goto(page.url)
        return self._mirror
