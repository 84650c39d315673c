"""Notices in a real browser: the service worker under our content policy, and the page without a script."""

import time

from playwright.sync_api import Page, expect

from tests.browser.browsers import PATIENCE_MS
from tests.browser.pages import Portal

# What a browser's push service would answer, which no test can reach.
SUBSCRIPTION = """
PushManager.prototype.subscribe = async () => ({ toJSON: () => ({
  endpoint: "https://push.example/send/1",
  keys: {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  },
}) });
"""
SHOW = """
async () => {
  const worker = await navigator.serviceWorker.getRegistration("/");
  return (await worker.getNotifications()).map(({ body, data }) => ({ body, data }));
}
"""
TOLD = '{"title":"Cổng","body":"Hồ sơ: Đang xử lý","lang":"vi","tag":"1","path":"/vi/dossiers/1"}'


def choices(page: Page) -> None:
    page.goto("/vi/account/notices")
    Portal(page, "vi").sign_in()


def test_a_browser_is_added_and_shows_what_is_sent(open_page, servers):
    page = open_page()
    page.context.grant_permissions(["notifications"], origin=servers.portal)
    page.add_init_script(SUBSCRIPTION)
    choices(page)

    page.get_by_role("button", name="Nhận thông báo trên trình duyệt này").click()
    remove = page.locator("form[action$='/remove'] button")
    expect(remove).to_have_count(1)
    deliver(page, servers.portal, TOLD)

    shown = page.evaluate(SHOW)
    assert [(one["body"], one["data"]["path"]) for one in shown] == [("Hồ sơ: Đang xử lý", "/vi/dossiers/1")]
    remove.click()
    expect(remove).to_have_count(0)


def test_without_a_script_the_page_says_what_is_missing_and_keeps_the_rest(open_page):
    page = open_page(javascript=False)
    choices(page)

    expect(page.get_by_text("Trình duyệt này chưa hiện được")).to_be_visible()
    expect(page.get_by_role("button", name="Nhận thông báo trên trình duyệt này")).to_be_hidden()
    page.get_by_label("Mỗi ngày một thư điện tử lúc 08:00").check()
    page.get_by_role("button", name="Lưu").click()

    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    expect(page.get_by_label("Mỗi ngày một thư điện tử lúc 08:00")).to_be_checked()


def deliver(page: Page, origin: str, data: str) -> None:
    """Give the service worker a message as a push service would."""
    devtools = page.context.new_cdp_session(page)
    registrations: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(one["registrationId"] for one in event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    page.wait_for_function("() => navigator.serviceWorker.ready.then(() => true)")
    give_up = time.monotonic() + PATIENCE_MS / 1000
    while not registrations:
        assert time.monotonic() < give_up, "the browser names no service worker"
        page.wait_for_timeout(50)
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": registrations[0], "data": data},
    )
    page.wait_for_function(f"async () => (await ({SHOW})()).length > 0")
