"""The system's Chromium, and the two screens the portal is looked at on."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from playwright.sync_api import Browser, Playwright, ViewportSize, expect

# Two cores serve the portal, its neighbours, the browser and the other tests at once.
PATIENCE_MS = 20_000
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--font-render-hinting=none",
]


@dataclass(frozen=True)
class Device:
    """A screen size and whether it is touched."""

    name: str
    width: int
    height: int
    mobile: bool

    @property
    def viewport(self) -> ViewportSize:
        """The size as the browser wants it."""
        return {"width": self.width, "height": self.height}


PHONE = Device("360", 360, 740, mobile=True)
LAPTOP = Device("1280", 1280, 900, mobile=False)


def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium; fails when it is not installed."""
    expect.set_options(timeout=PATIENCE_MS)
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is not installed; `make test` installs it, or: apt-get install chromium"
    return playwright.chromium.launch(executable_path=found, args=_QUIET)
