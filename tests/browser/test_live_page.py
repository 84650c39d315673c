"""An open dossier in a real browser: its page asks for news, ever more rarely, not hidden, not when ended."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Portal

HOLDER = "001190000011"
HIDEABLE = "Object.defineProperty(document, 'hidden', {get: () => window.isAway === true})"
MINUTE_MS = 60_000


@pytest.fixture
def software(open_page, servers):
    """An agency that pushes one dossier and goes on with it."""
    page = open_page()
    page.goto(f"{servers.sandbox}/desk/push?lang=vi")
    page.locator("button[name='officer']").first.click()
    page.select_option("#holder", HOLDER)
    page.locator("form[action='/desk/push'] button").click()

    class Software:
        code = page.locator("#dossiers ~ ul h3").first.inner_text()

        def go_on(self):
            page.locator("form[action^='/desk/push/']").first.get_by_role("button").click()

    return Software()


@pytest.fixture
def followed(open_page, software):
    """The dossier's page, whose time a test moves, and the answers it got when it asked for news."""
    page = open_page()
    page.add_init_script(HIDEABLE)
    page.clock.install()
    answers = []
    page.on("response", lambda one: answers.append(one.status) if "seen=" in one.url else None)
    page.goto(f"/vi/dossiers/{software.code}")
    Portal(page, "vi").sign_in(HOLDER)
    expect(page.locator("#progress")).to_be_visible()
    return page, answers


def test_news_come_by_themselves_until_there_can_be_no_more(followed, software):
    page, answers = followed

    for status in ("Đang xử lý", "Đã xử lý xong", "Đã trả kết quả"):
        software.go_on()
        page.clock.run_for(MINUTE_MS + 5_000)
        expect(page.locator("#state")).to_contain_text(status)

    expect(page.locator("#progress")).not_to_have_attribute("hx-trigger", re.compile("every"))
    asked = len(answers)
    page.clock.run_for(5 * MINUTE_MS)
    page.wait_for_timeout(500)
    assert len(answers) == asked


def wait(page, times, each_ms):
    """Let the page's time pass bit by bit, each with a moment in which an answer can come."""
    for _ in range(times):
        page.clock.run_for(each_ms)
        page.wait_for_timeout(700)


def test_when_nothing_is_new_little_is_sent_and_ever_more_rarely(followed):
    page, answers = followed

    wait(page, times=5, each_ms=6_000)
    at_first = len(answers)
    page.clock.run_for(15 * MINUTE_MS)
    before = len(answers)
    wait(page, times=8, each_ms=30_000)

    assert set(answers) == {304}
    assert at_first >= 4
    assert len(answers) - before <= 4


def test_a_page_nobody_sees_asks_nothing_and_catches_up_when_seen(followed, software):
    page, answers = followed
    page.evaluate("window.isAway = true")
    asked = len(answers)
    software.go_on()

    page.clock.run_for(2 * MINUTE_MS)
    page.wait_for_timeout(500)
    assert len(answers) == asked
    page.evaluate("window.isAway = false; document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("#state")).to_contain_text("Đang xử lý")
