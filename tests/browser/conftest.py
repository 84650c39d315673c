"""A real browser in front of the real processes; every journey with htmx and without JavaScript."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.browser.accessibility import Inspector
from tests.browser.browsers import LAPTOP, PATIENCE_MS, Device, launch
from tests.browser.servers import Servers
from tests.support.births import PAPER

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "var" / "failures"
OPEN = pytest.StashKey[list[Page]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share their servers, so they stay together on one worker."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of every page that was open when a test failed."""
    report = yield
    if report.when == "call" and report.failed:
        PICTURES.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(item.stash.get(OPEN, [])):
            try:
                page.screenshot(path=PICTURES / f"{item.name}-{number}.png", full_page=True)
            except Error as error:  # a picture that cannot be taken must not end the run of all tests
                report.sections.append(("no picture", str(error)))
    return report


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Sandbox, worker and portal, started as `make run` starts them."""
    folder = tmp_path_factory.mktemp("servers")
    running = Servers(folder)
    running.wait()
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's browser.

    Closed after each module: while it is open, its event loop runs in this thread, and whatever test came
    next in the same process could sign nothing (pyHanko starts a loop of its own).
    """
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def inspector(chromium: Browser) -> Iterator[Inspector]:
    """Runs axe on every page of the test; its findings fail the test at the end."""
    inspector = Inspector(chromium)
    yield inspector
    inspector.close()
    assert inspector.findings == []


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, chromium: Browser, servers: Servers, inspector: Inspector
) -> Iterator[Callable[..., Page]]:
    """`open_page(device, javascript=True)`: a page in a fresh browser profile; axe looks at all it shows."""
    contexts = []
    opened = request.node.stash.setdefault(OPEN, [])

    def open_one(device: Device = LAPTOP, *, javascript: bool = True, lang: str = "vi") -> Page:
        context = chromium.new_context(
            base_url=servers.portal,
            viewport=device.viewport,
            is_mobile=device.mobile,
            has_touch=device.mobile,
            java_script_enabled=javascript,
            locale={"vi": "vi-VN", "en": "en-GB"}[lang],
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        opened.append(page)
        inspector.watch(page, javascript=javascript)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def healthy(servers: Servers) -> Iterator[Servers]:
    """The servers, with every failure switched off again afterwards."""
    yield servers
    servers.heal()


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small PDF with a Vietnamese name, to be uploaded."""
    name, body, _ = PAPER
    file = tmp_path_factory.mktemp("papers") / name
    file.write_bytes(body)
    return file
