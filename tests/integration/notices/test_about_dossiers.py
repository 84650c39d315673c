"""What the events of a real dossier make people hear, and what they do not."""

from datetime import date

import pytest
from sqlalchemy import select

from app.features.notices.models import Notice
from tests.support.filing import file_application


@pytest.fixture
def code(world, visitor, officer, deliver, birth_payload):
    """A birth registration of the signed-in visitor, as the agency calls it."""
    visitor.sign_in()
    file_application(world, birth_payload)
    deliver()
    with officer() as desk:
        (dossier,) = desk.dossiers()
        return dossier.code


@pytest.fixture
def act(officer, deliver):
    """The officer does things to a dossier, and the portal hears of it."""

    def perform(code, *acts):
        for name in acts:
            with officer() as desk:
                getattr(desk, name)(code)
        deliver()

    return perform


@pytest.fixture
def waiting(world):
    """The kinds of notices that have not gone out yet."""

    def kinds():
        with world.database.session(writes=False) as session:
            return sorted(session.scalars(select(Notice.kind).where(Notice.released_at.is_(None))))

    return kinds


def test_every_step_is_in_the_inbox_and_leads_to_the_dossier(visitor, code, act):
    act(code, "accept", "start", "finish")

    page = visitor.visit("/vi/notices")

    assert {"Được tiếp nhận", "Đang xử lý", "Đã xử lý xong"} <= {
        heading.rpartition(" – ")[0].removeprefix("Chưa đọc: ") for heading in page.texts(".inbox-row h2")
    }
    first = page.all(".inbox-row h2 a")[0]
    assert visitor.visit(first.attr("href")).url.endswith(f"/vi/dossiers/{code}")


def test_whoever_is_put_off_is_told_the_new_day_with_an_apology(
    visitor, code, act, officer, deliver, letters
):
    act(code, "accept", "start")
    with officer() as desk:
        desk.postpone(code, date(2026, 12, 4), {"vi": "Chờ xác minh.", "en": "Waiting for a check."})
    deliver()
    deliver()

    (told,) = (letter for letter in letters("mail") if letter.subject.startswith("Cơ quan hẹn lại"))
    assert "04/12/2026" in told.text and "xin lỗi" in told.text
    assert "Chờ xác minh" not in told.text
    assert visitor.visit(f"/vi/dossiers/{code}").link("Phiếu xin lỗi và hẹn lại ngày trả kết quả")


def test_no_line_of_a_mail_is_left_without_its_words(visitor, code, act, stage, deliver, letters):
    with stage.letters() as desk:
        desk.write(code, {"vi": "Mời bạn đến.", "en": "Please come."})
    deliver()
    deliver()

    (told,) = (letter for letter in letters("mail") if letter.subject.startswith("Cán bộ gửi tin nhắn"))
    assert "Việc cần làm: Bạn đọc và trả lời tin nhắn" in told.text
    assert "\n\n\n" not in told.text
    assert not [line for line in told.text.splitlines() if line.rstrip().endswith("làm:")]


def test_a_rating_is_asked_once_two_days_after_the_end(code, act, waiting, clock, work, letters):
    act(code, "accept", "start", "finish")
    early = waiting()

    clock.move(days=2)
    work("reminders", "deliveries")
    work("reminders", "deliveries")

    assert early == ["rating_asked"]
    assert [letter.subject for letter in letters("mail")].count(
        f"Bạn thấy dịch vụ thế nào? (hồ sơ {code})"
    ) == 1


def test_whoever_has_rated_is_not_asked(visitor, code, act, waiting):
    act(code, "accept", "start", "finish")

    visitor.send(visitor.visit(f"/vi/ratings/{code}"), {"level": "1"}, form="main form")

    assert waiting() == []


def test_events_of_last_month_are_taken_in_without_a_word(code, officer, deliver, clock, letters):
    deliver()
    before = len(letters())
    with officer() as desk:
        desk.accept(code)
    clock.move(days=31)
    deliver()
    deliver()

    assert before > 0
    assert len(letters()) == before
