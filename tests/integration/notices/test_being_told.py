"""A notice goes out by the chosen ways, once, and finds another way when one fails."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import chain, cycle

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.features.notices.service import NoticeService
from app.jobs.outbox import OutboxMessage
from app.sandbox.backstage import backstage
from app.web.services import use
from tests.integration.notices.conftest import BINH, BINH_PHONE, CODE, make_matter
from tests.support import power_cuts

NIGHT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def choose(visitor, *channels, **fields):
    """Choose exactly these channels, `topic:channel`."""
    page = visitor.visit("/vi/account/notices")
    values = {"channel": list(channels), **fields}
    return visitor.send(page, values, form="#choices-form")


def test_what_is_asked_comes_by_mail_and_sms(tell, work, letters):
    tell("asked", matter=make_matter(5))
    work()

    mail, sms = letters("mail", BINH), letters("sms", BINH_PHONE)
    assert [letter.subject for letter in mail] == [f"Yêu cầu bổ sung giấy tờ (hồ sơ {CODE})"]
    assert f"/vi/dossiers/{CODE}" in mail[0].text
    assert [letter.text for letter in sms] == [
        f"Yeu cau bo sung giay to (ho so {CODE}). Tra loi tai http://127.0.0.1:8000"
    ]


def test_the_same_event_is_told_once_however_often_it_is_reported(tell, work, letters):
    for _ in range(3):
        tell(key="event-1")
        work()

    assert len(letters("mail")) == 1


def test_somebody_unknown_here_is_told_nothing(world, work, letters):
    with world.portal.test_request_context(method="POST"):
        use(NoticeService).leave(None, "status", event_key="event-1", matter=make_matter())
    work()

    assert letters() == []


def test_the_chosen_language_wins_over_the_dossiers(visitor, tell, work, letters):
    choose(visitor, "status:mail", language="en")

    tell(language="vi")
    work()

    assert letters("mail")[0].language == "en"
    assert letters("mail")[0].subject == f"In progress (dossier {CODE})"


def test_without_any_way_the_notice_is_only_in_the_portal(visitor, tell, work, letters):
    choose(visitor)

    tell()
    work()

    assert letters() == []
    assert CODE in visitor.visit("/vi/notices").one(".inbox-row").text


def test_at_night_a_text_message_waits_until_seven(visitor, clock, tell, work, letters):
    choose(visitor, "status:sms", quiet="on", quiet_from="21", quiet_until="7")
    clock.set(NIGHT)

    tell()
    work()
    at_night = letters("sms")
    clock.move(hours=9)
    work()

    assert at_night == []
    assert len(letters("sms")) == 1


def test_what_ends_in_less_than_two_days_does_not_wait(visitor, clock, tell, work, letters):
    choose(visitor, "asked:sms", quiet="on", quiet_from="21", quiet_until="7")
    clock.set(NIGHT)

    tell("asked", matter=make_matter(5), deadline=NIGHT + timedelta(hours=40))
    work()

    assert len(letters("sms")) == 1


def test_one_mail_a_day_lists_everything(visitor, clock, tell, work, letters):
    choose(visitor, "status:mail", digest="on")

    tell(matter=make_matter(2))
    tell(matter=make_matter(4))
    work("deliveries", "digests")
    before_eight = letters("mail")
    clock.move(hours=23)
    work("digests", "deliveries")
    work("digests", "deliveries")

    assert before_eight == []
    (mail,) = letters("mail")
    assert mail.subject == "2 thông báo từ hôm qua"
    assert "Được tiếp nhận" in mail.text and "Đang xử lý" in mail.text


def test_a_reminder_goes_out_on_its_day_and_not_when_it_no_longer_holds(
    world, person, clock, tell, work, letters
):
    tell("rating_asked", key="rating:1", at=clock() + timedelta(days=2))
    tell("supplement_due", key="answer:1", at=clock() + timedelta(days=2))
    with world.portal.test_request_context(method="POST"):
        use(NoticeService).withdraw(person, "answer:1")
        use(Session).commit()
    work("reminders", "deliveries")
    early = letters()
    clock.move(days=2)
    work("reminders", "deliveries")
    work("reminders", "deliveries")

    assert early == []
    assert [letter.subject for letter in letters("mail")] == [f"Bạn thấy dịch vụ thế nào? (hồ sơ {CODE})"]


def test_a_browser_shows_what_only_it_can_read(subscribe, tell, work, letters):
    browser = subscribe()

    tell()
    work()

    (sent,) = letters("push", "phone")
    shown = browser.read(base64.urlsafe_b64decode(sent.text))
    assert shown["body"] == f"Đang xử lý (hồ sơ {CODE})"
    assert shown["path"] == f"/vi/dossiers/{CODE}"
    assert set(shown) == {"title", "body", "path", "lang", "tag"}


def test_a_browser_that_is_gone_is_forgotten_and_another_way_found(visitor, subscribe, tell, work, letters):
    subscribe("gone-phone")
    choose(visitor, "status:push")

    tell()
    work()
    work()

    assert letters("push") == []
    assert len(letters("mail", BINH)) == 1
    assert not visitor.visit("/vi/account/notices").has("form[action*='browsers/']:not(#push-form)")


def test_a_mail_that_came_back_is_told_and_the_notice_goes_by_sms(visitor, stage, tell, work, letters):
    tell()
    work()
    with stage.bounces() as bounces:
        bounces.send_back(letters("mail")[0].number)
    work("bounces", "deliveries")
    work("bounces", "deliveries")
    tell()
    work()

    inbox = visitor.visit("/vi/notices")
    assert "Có thông báo không gửi được đến bạn" in inbox.text
    assert len(letters("mail")) == 1, "nothing more goes to the address"
    assert len(letters("sms", BINH_PHONE)) == 2, "the notice that came back, and the next one"
    assert visitor.visit("/vi/account/notices").one(".summary-list .message")


def test_an_address_can_be_used_again(visitor, stage, tell, work, letters):
    tell()
    work()
    with stage.bounces() as bounces:
        bounces.send_back(letters("mail")[0].number)
    work("bounces", "deliveries")

    visitor.send(visitor.visit("/vi/account/notices"), form="#choices-form", button="Dùng lại địa chỉ này")
    tell()
    work()

    assert len(letters("mail", BINH)) == 2


def test_a_bounce_of_something_never_sent_changes_nothing(stage, visitor, person, work):
    with stage.inbox() as inbox:
        body = b'{"to":"x@example.vn","subject":"s","text":"t","language":"vi"}'
        number = inbox.take_mail("somebody-elses", body)
    with stage.bounces() as bounces:
        bounces.send_back(number)

    work("bounces")

    assert visitor.visit("/vi/notices").has(".empty-state")


def test_an_own_address_is_used_only_after_it_was_proved(visitor, clock, tell, work, letters):
    choose(visitor, "status:mail", email="rieng@example.vn")
    tell()
    work()
    before = [letter.recipient for letter in letters("mail")]

    (proof,) = letters("mail", "rieng@example.vn")
    link = next(word for word in proof.text.split() if "/address/" in word)
    visitor.send(visitor.visit(link), button="Đúng, dùng địa chỉ này")
    tell()
    work()

    assert sorted(before) == [BINH, "rieng@example.vn"]
    assert len(letters("mail", BINH)) == 1
    assert len(letters("mail", "rieng@example.vn")) == 2


@pytest.mark.parametrize("days", [4, 400])
def test_a_link_to_prove_an_address_grows_old(visitor, clock, work, letters, person, days):
    choose(visitor, "status:mail", email="rieng@example.vn")
    work()
    (proof,) = letters("mail", "rieng@example.vn")
    link = next(word for word in proof.text.split() if "/address/" in word)

    clock.move(days=days)
    visitor.sign_in()

    visitor.send(visitor.visit(link), button="Đúng, dùng địa chỉ này", status=404)


def test_nobody_proves_an_address_for_somebody_else(visitor, another_visitor, work, letters, person):
    choose(visitor, "status:mail", email="rieng@example.vn")
    work()
    (proof,) = letters("mail", "rieng@example.vn")
    link = next(word for word in proof.text.split() if "/address/" in word)
    stranger = another_visitor()
    stranger.sign_in("037201000033")

    stranger.send(stranger.visit(link), button="Đúng, dùng địa chỉ này", status=404)


def test_killed_at_every_commit_nothing_is_lost_and_nothing_told_twice(
    world, subscribe, tell, work, letters, clock
):
    subscribe()
    keys = [f"event-{number}" for number in range(2)]

    def report_and_deliver():
        for key in keys:
            tell("asked", key=key, matter=make_matter(5))
        work("reminders", "deliveries")

    # The reports and the reminders commit in any case, three times; every later commit is one of a message.
    deaths, steps = 0, chain((1, 2, 3), cycle((4, 5, 6)))
    while not survives(world, next(steps), report_and_deliver):
        deaths += 1
        clock.move(minutes=3)

    assert deaths > 10
    assert [len(letters(kind)) for kind in ("mail", "sms", "push")] == [2, 2, 2]
    with world.database.session(writes=False) as session:
        open_messages = select(func.count()).where(OutboxMessage.settled_at.is_(None))
        assert session.scalar(open_messages) == 0


def survives(world, step, act):
    """Whether the act ends in a process that dies for real just before its commit of that number."""

    def act_elsewhere():
        backstage(world.sandbox).house.database.engine.dispose(close=False)
        act()

    return power_cuts.survives(world.database, step, act_elsewhere, after=False)


def test_two_workers_at_once_bring_everything_once(world, tell, work, letters):
    for number in range(6):
        tell("asked", key=f"event-{number}", matter=make_matter(5))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(work, "reminders", "digests", "deliveries") for _ in range(2)]:
            done.result()

    assert [len(letters(kind)) for kind in ("mail", "sms")] == [6, 6]


def test_the_daily_mail_is_one_even_with_two_workers(world, visitor, clock, tell, work, letters):
    choose(visitor, "status:mail", digest="on")
    for status in (2, 4):
        tell(matter=make_matter(status))
    clock.move(hours=23)

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(work, "digests") for _ in range(2)]:
            done.result()
    work("deliveries")

    assert len(letters("mail")) == 1


def test_the_daily_mail_is_one_though_the_worker_is_killed_at_every_commit(
    world, visitor, clock, tell, work, letters
):
    choose(visitor, "status:mail", digest="on")
    for status in (2, 4):
        tell(matter=make_matter(status))
    clock.move(hours=23)

    def collect_and_deliver():
        work("digests")
        work("deliveries")

    for commit in (1, 2, 3):  # of the daily mail, of taking its message, of settling it
        assert not survives(world, commit, collect_and_deliver)
        clock.move(minutes=3)
    collect_and_deliver()

    (mail,) = letters("mail")
    assert "Được tiếp nhận" in mail.text and "Đang xử lý" in mail.text
