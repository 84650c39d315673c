"""What the scripts promise: focus, failures, suggestions by keyboard, one wish once."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import Step


def businesses(page: Page) -> Locator:
    return page.get_by_role("link", name="Doanh nghiệp", exact=True)


def test_suggestions_are_a_combobox_for_keyboard_and_screen_reader(open_page, inspector):
    page = open_page()
    page.goto("/vi/")
    field, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(field).to_have_attribute("aria-expanded", "false")

    field.fill("khai sinh")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#suggestions-said")).to_contain_text("gợi ý")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("ArrowUp")

    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    assert page.get_by_role("listbox").get_attribute("id") == field.get_attribute("aria-controls")
    inspector.look(page)

    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
    expect(field).to_have_value("khai sinh")


def test_enter_follows_the_chosen_suggestion_and_searches_without_one(open_page):
    page = open_page()
    page.goto("/vi/")
    field = page.get_by_role("combobox")
    field.fill("khai sinh")
    expect(page.get_by_role("option").first).to_be_visible()

    field.press("ArrowDown")
    field.press("Enter")

    expect(page).to_have_url("/vi/procedures/1.001193")
    page.goto("/vi/")
    field.fill("khai sinh")
    field.press("Enter")
    expect(page).to_have_url("/vi/procedures?q=khai+sinh")


def test_a_tab_keeps_the_focus_and_changes_the_address(open_page):
    page = open_page()
    page.goto("/vi/")

    businesses(page).click()

    expect(businesses(page)).to_have_attribute("aria-current", "true")
    expect(businesses(page)).to_be_focused()
    expect(page).to_have_url("/vi/?tab=business")


def test_a_lost_connection_is_said_and_the_wish_is_repeated_when_it_is_back(open_page):
    page = open_page()
    page.goto("/vi/")

    page.context.set_offline(True)
    businesses(page).click()
    expect(page.get_by_role("alert")).to_contain_text("Mất kết nối")
    page.context.set_offline(False)

    expect(businesses(page)).to_have_attribute("aria-current", "true")
    expect(page.locator("#failure")).to_be_empty()


def test_a_broken_answer_does_not_take_the_page_away(open_page):
    page = open_page()
    page.route("**/vi/?tab=business", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    page.goto("/vi/")

    businesses(page).click()

    expect(page.get_by_role("alert")).to_contain_text("Hệ thống của chúng tôi gặp lỗi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn cần làm thủ tục gì?")
    page.unroute("**/vi/?tab=business")
    page.get_by_role("button", name="Thử lại").click()
    expect(businesses(page)).to_have_attribute("aria-current", "true")


def test_a_double_click_sends_once(open_page):
    page = open_page()
    page.goto("/vi/")
    page.get_by_role("combobox").fill("khai sinh")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if "procedures?" in request.url else None)

    page.get_by_role("search").get_by_role("button").dblclick()
    expect(page).to_have_url("/vi/procedures?q=khai+sinh")

    assert len([url for url in sent if url.endswith("q=khai+sinh")]) == 1


def test_while_typing_the_address_holds_what_was_typed_and_chosen_once(open_page):
    page = open_page()
    page.goto("/vi/procedures?audience=citizen&apply=1")

    page.get_by_role("searchbox").press_sequentially("khai s", delay=200)

    expect(page).to_have_url("/vi/procedures?q=khai+s&apply=1&audience=citizen")


def test_without_scripts_the_buttons_that_spare_them_are_there(open_page):
    scripted, plain = open_page(), open_page(javascript=False)

    for page, shown in ((scripted, 0), (plain, 1)):
        page.goto("/vi/procedures?q=khai+sinh")
        expect(page.locator(".no-script:visible")).to_have_count(shown)


def test_a_button_inside_a_question_leads_back_to_that_question(open_page, inspector, paper):
    person = Step(open_page(), "vi", inspector)
    person.begin("2.002225")
    page = person.page
    page.locator("input[name='taxpayer'][value='organisation']").check()
    person.go_on()
    for name, value in (("business_registered", "no"), ("org_kind", "public"), ("dependent", "no")):
        page.locator(f"input[name='{name}'][value='{value}']").check()
    person.go_on()
    page.set_input_files("#decision_copy", paper)

    page.locator("button[value^='remove:']").press("Enter")

    expect(page.locator("button[value^='remove:']")).to_have_count(0)
    expect(page.locator("#decision_copy-files")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#decision_copy")).to_be_focused()
