"""An agency's software pushes dossiers, some of them wrongly; an operator finds what came of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.browsers import LAPTOP, PHONE
from tests.browser.pages import Portal

OPERATOR = "001180000099"
PAGES = (
    "",
    "/overdue",
    "/overdue?locality=01",
    "/punctuality",
    "/punctuality/agencies",
    "/punctuality/procedures",
    "/unlawful",
)


def push(page, sandbox, lang, begun, gone_on):
    """Take a dossier in and push it, then its next step, each in the way that is named; returns its code."""
    page.goto(f"{sandbox}/desk/push?lang={lang}")
    officer = page.locator("button[name='officer']").first
    if officer.count():
        officer.click()
    page.locator("#manner").select_option(begun)
    page.locator("form[action='/desk/push'] button").click()
    step = page.locator("form[action^='/desk/push/']").first
    step.locator("select").select_option(gone_on)
    step.get_by_role("button").click()
    return page.locator("#dossiers ~ ul h3").first.inner_text()


@pytest.mark.parametrize(
    ("device", "javascript", "lang"), [(PHONE, False, "vi"), (LAPTOP, True, "en")], ids=["plain", "htmx"]
)
def test_what_was_pushed_wrongly_is_found_and_put_away(
    open_page, servers, inspector, device, javascript, lang
):
    page = open_page(device, javascript=javascript, lang=lang)
    operator = Portal(page, lang, inspector)
    code = push(page, servers.sandbox, lang, "spoilt", "unlawful")
    operator.look()
    page.goto(f"/{lang}/account")
    operator.sign_in(OPERATOR)

    for path in PAGES:
        operator.open(f"/{lang}/operations{path}")
    expect(page.get_by_role("main").get_by_text(code)).to_be_visible()

    operator.open(f"/{lang}/operations/quarantine")
    record = page.locator("main .rows > li").first
    record.locator("summary").click()
    record.locator("button[value='discard']").click()
    expect(page.locator(".error-summary")).to_be_visible()
    operator.look()
    reason = page.locator("main [aria-invalid='true']")
    reason.fill("Thử nghiệm")
    wrong = page.locator("main li").filter(has=page.locator("[aria-invalid='true']"))
    wrong.locator("button[value='discard']").click()
    expect(page.locator("main .register").get_by_text("Thử nghiệm").first).to_be_visible()
    operator.look()
