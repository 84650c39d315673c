"""The inbox, the page of choices, the account page, and stopping mails without signing in."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from threading import Barrier

import pytest
from sqlalchemy import event, select

from app.jobs.outbox import OutboxMessage
from tests.integration.notices.conftest import CODE, Browser, make_matter


def test_the_inbox_shows_what_was_told_and_leads_to_the_dossier(visitor, tell):
    tell("asked", matter=make_matter(5))
    tell("result", matter=make_matter(9))

    page = visitor.visit("/vi/notices")

    assert sorted(page.texts(".inbox-row .tag")) == ["Kết quả", "Việc bạn cần làm"]
    assert len(page.all(".inbox-row--unread")) == 2
    assert page.one(".menu .badge:not(li .badge)").text.endswith("2")


@pytest.mark.parametrize(
    ("lang", "told"),
    [("vi", "Đang xử lý – Đăng ký khai sinh"), ("en", "In progress – Birth registration")],
)
def test_a_line_begins_with_what_happened_to_which_procedure(visitor, tell, lang, told):
    tell()

    row = visitor.visit(f"/{lang}/notices").one(".inbox-row")

    assert row.one("h2").text.rpartition("Unread:")[2].rpartition("Chưa đọc:")[2].strip() == told
    assert row.text.index(told) < row.text.index(CODE)


def test_a_notice_is_opened_also_while_others_write(world, visitor, client, tell):
    tell()
    link = visitor.visit("/en/notices").one(".inbox-row h2 a").attr("href")
    engine = world.database.engine

    def write(_connection, _cursor, statement, *_rest):
        if not statement.startswith("UPDATE notice") or engine.dialect.name != "sqlite":
            return
        other = sqlite3.connect(engine.url.database, timeout=0)
        with closing(other), suppress(sqlite3.OperationalError):
            other.execute("UPDATE person SET seen_at = seen_at")
            other.commit()

    event.listen(engine, "before_cursor_execute", write)
    answer = client.get(link, base_url="http://127.0.0.1:8000")

    assert answer.status_code == 303


@pytest.mark.parametrize("what", ["choices", "browser"])
def test_what_two_windows_send_for_the_first_time_at_once_is_kept(world, visitor, person, what):
    page = visitor.visit("/vi/account/notices")
    token = page.one("form[action='/auth/logout'] [name=csrf_token]").attr("value")
    path, form = {
        "choices": ("/vi/account/notices", {"channel": "asked:mail"}),
        "browser": ("/vi/account/notices/browsers", Browser("two").form),
    }[what]
    at_once = Barrier(4)

    def send(client):
        client.set_cookie("session", visitor.cookie("session"), domain="127.0.0.1")
        at_once.wait()
        data = {**form, "csrf_token": token}
        return client.post(path, data=data, base_url="http://127.0.0.1:8000").status_code

    with ThreadPoolExecutor(4) as windows:
        answers = list(windows.map(send, [world.portal.test_client() for _ in range(4)]))

    assert answers == [303] * 4


def test_half_made_choices_are_there_in_the_other_language_and_after_signing_in_again(
    visitor, client, person, clock
):
    page = visitor.visit("/vi/account/notices")
    typed = {"channel": ["result:sms"], "email": "an@"}

    english = visitor.send(page, typed, button="_carry_to=en", form="#choices-form")
    clock.move(hours=3)
    visitor.send(english, {"email": "binh@"}, form="#choices-form", status=401)
    again = visitor.sign_in(to="/en/account/notices")

    for shown, email in ((english, "an@"), (again, "binh@")):
        assert shown.values("#choices-form")["channel"] == "result:sms"
        assert shown.values("#choices-form")["email"] == email
        assert not shown.errors


def test_whose_session_ended_comes_back_to_the_page_of_the_button(visitor, client, tell, clock):
    tell()
    page = visitor.visit("/vi/notices")
    button = page.submission(form="form[action='/vi/notices/read']")
    clock.move(hours=3)

    asked = client.post(
        "/vi/notices/read",
        data=button.fields,
        base_url="http://127.0.0.1:8000",
        headers={"Referer": "http://127.0.0.1:8000/vi/notices"},
    )

    assert asked.status_code == 401
    assert 'next=/vi/notices"' in asked.text
    assert "Chưa có gì thay đổi" in asked.text


def test_opening_a_notice_marks_it_as_read(visitor, client, tell):
    tell()
    link = visitor.visit("/en/notices").one(".inbox-row h2 a").attr("href")

    answer = client.get(link, base_url="http://127.0.0.1:8000")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/dossiers/{CODE}")
    page = visitor.visit("/en/notices")
    assert page.has(".inbox-row") and not page.has(".inbox-row--unread") and not page.has(".badge")


def test_everything_can_be_marked_as_read_at_once(visitor, tell):
    for _ in range(3):
        tell()

    page = visitor.send(visitor.visit("/vi/notices"), button="Đánh dấu đã đọc tất cả")

    assert not page.has(".inbox-row--unread")


def test_an_empty_inbox_says_what_will_come(visitor, person):
    assert "Chưa có gì" in visitor.visit("/vi/notices").one(".empty-state").text


def test_nobody_reads_or_opens_anothers_notices(visitor, another_visitor, tell):
    tell()
    link = visitor.visit("/vi/notices").one(".inbox-row h2 a").attr("href")
    stranger = another_visitor()
    stranger.sign_in("037201000033")

    assert stranger.visit("/vi/notices").has(".empty-state")
    stranger.visit(link, status=404)


def test_a_long_inbox_has_pages(visitor, tell, fragment):
    for number in range(31):
        tell(key=f"event-{number}")

    assert len(visitor.visit("/vi/notices").all(".inbox-row")) == 30
    assert len(fragment("/vi/notices?page=2", "div#notices").all(".inbox-row")) == 1
    assert len(visitor.visit("/vi/notices?page=99").all(".inbox-row")) == 1
    assert len(visitor.visit("/vi/notices?page=-1").all(".inbox-row")) == 30


def test_the_count_costs_one_statement_a_page_and_none_for_strangers(
    visitor, another_visitor, tell, statements
):
    tell()
    with statements() as signed_in:
        visitor.visit("/vi/account")
    with statements() as signed_out:
        another_visitor().visit("/vi/")

    assert len([sql for sql in signed_in if "FROM notice" in sql]) == 1
    assert not [sql for sql in signed_out if "notice" in sql]


def test_choices_are_kept_and_shown_again(visitor, person):
    page = visitor.visit("/vi/account/notices")
    assert "0912 000 011" in page.one(".summary-list").text
    values = {"channel": ["asked:sms", "result:mail"], "language": "en", "digest": "on", "quiet": []}

    visitor.send(page, values, form="#choices-form")
    kept = visitor.visit("/vi/account/notices").values("#choices-form")

    assert sorted(kept["channel"]) == ["asked:sms", "result:mail"]
    assert (kept["language"], kept["digest"]) == ("en", "on")
    assert "quiet" not in kept


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("email", {"email": "khong phai thu"}),
        ("email", {"email": "a@b"}),
        ("email", {"email": "a" * 250 + "@example.vn"}),
        ("quiet_until", {"quiet": "on", "quiet_from": "7", "quiet_until": "7"}),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(visitor, person, field, values):
    page = visitor.send(visitor.visit("/vi/account/notices"), values, form="#choices-form", status=422)

    assert list(page.errors) == [field]
    assert page.has(f"#{field}")
    if "email" in values:
        assert page.one("#email").attr("value") == values["email"]


@pytest.mark.parametrize("values", [{"channel": "status:pigeon"}, {"language": "fr"}, {"quiet_from": "99"}])
def test_choices_that_are_none_are_not_taken(visitor, client, person, values):
    token = visitor.visit("/vi/account/notices").one("#choices-form [name=csrf_token]").attr("value")

    answer = client.post(
        "/vi/account/notices", base_url="http://127.0.0.1:8000", data={"csrf_token": token, **values}
    )

    assert answer.status_code == 303
    kept = visitor.visit("/vi/account/notices").values("#choices-form")
    assert kept.get("channel") is None and kept["language"] == "dossier"


def test_a_second_address_within_a_minute_waits(visitor, person):
    for address, status in (("mot@example.vn", 200), ("hai@example.vn", 422)):
        page = visitor.visit("/vi/account/notices")
        answer = visitor.send(page, {"email": address}, form="#choices-form", status=status)

    assert "Hãy chờ một phút" in answer.text


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://push.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://localhost/x",
        "https://printer.local/x",
        "https://push.example:22/x",
        "https://user@push.example/x",
        "https://push.example/" + "x" * 1000,
        "file:///etc/passwd",
    ],
)
def test_an_address_that_reaches_inside_is_no_browser(visitor, person, endpoint):
    page = visitor.visit("/vi/account/notices")
    form = {**Browser("x").form, "endpoint": endpoint}

    visitor.send(page, form, form="#push-form", status=422)


@pytest.mark.parametrize("keys", [{"p256dh": ""}, {"p256dh": "AAAA"}, {"auth": "AAAA"}, {"auth": "é"}])
def test_keys_that_are_none_are_no_browser(visitor, person, keys):
    page = visitor.visit("/vi/account/notices")

    visitor.send(page, {**Browser("x").form, **keys}, form="#push-form", status=422)


def test_a_browser_is_listed_once_and_can_be_removed_without_a_script(visitor, subscribe):
    subscribe()
    page = visitor.visit("/vi/account/notices")
    visitor.send(page, Browser("other").form, form="#push-form")

    page = visitor.visit("/vi/account/notices")
    assert len(page.all("form[action$='/remove']")) == 2
    action = page.all("form[action$='/remove']")[0].attr("action")
    after = visitor.send(page, form=f"form[action='{action}']")

    assert len(after.all("form[action$='/remove']")) == 1


def test_the_service_worker_has_the_whole_portal_as_its_scope(client):
    answer = client.get("/push-worker.js")

    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.mimetype == "text/javascript"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_mail_program_stops_the_mails_of_one_topic(world, client, tell, work, letters, person):
    tell()
    work()
    url = stop_link(world)

    answer = client.post(url, data={"List-Unsubscribe": "One-Click"})
    tell()
    tell("result", matter=make_matter(9))
    work()

    assert answer.status_code == 200
    subjects = [letter.subject for letter in letters("mail")]
    assert len(subjects) == 2 and subjects[1].startswith("Đã xử lý xong")


def test_a_person_is_asked_before_mails_stop_and_needs_no_sign_in(world, another_visitor, tell, work):
    tell()
    work()
    visitor = another_visitor()

    page = visitor.visit(stop_link(world))
    after = visitor.send(page, button="Ngừng nhận các thư này")

    assert "Tiến độ" in page.one("main").text
    assert after.heading == "Sẽ không gửi các thư này nữa"


@pytest.mark.parametrize("token", ["x", "WyJ4Il0.abc", "%00"])
def test_a_link_that_is_none_of_ours_stops_nothing(client, token):
    assert client.post(f"/vi/notices/stop/{token}").status_code == 404


def test_the_account_page_leads_to_everything_of_ones_own(visitor, person):
    page = visitor.visit("/vi/account")

    assert "Trần Thị Bình" in page.one(".summary-list").text
    for element in page.all("main .links a"):
        visitor.visit(element.attr("href"))


@pytest.mark.parametrize("url", ["/vi/notices", "/vi/account", "/vi/account/notices"])
def test_strangers_are_asked_to_sign_in_first(visitor, url):
    assert "/oidc/authorize" in visitor.visit(url).url


def stop_link(world):
    """The link in the newest mail's header."""
    with world.database.session(writes=False) as session:
        newest = select(OutboxMessage).where(OutboxMessage.kind == "mail")
        message = session.scalars(newest.order_by(OutboxMessage.created_at.desc())).first()
    return message.payload["unsubscribe"].removeprefix("http://127.0.0.1:8000")
