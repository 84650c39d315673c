"""The page's story: what happened, what comes next, what arrived."""

import pytest

from app.features.dossiers.mirror.statuses import STATUSES
from app.features.dossiers.presenters import dossier_page
from app.features.dossiers.reading import Sent
from app.features.dossiers.surroundings import Around
from tests.support.dossiers import REQUEST, make_file
from tests.unit.dossiers.conftest import at

ALONE = Around(messages=(), unread=0, can_write=False, withdrawal=None, can_withdraw=False, checks={})


def shown(found):
    return dossier_page(found, ALONE)


def titles(page, state=None):
    return [entry["title"] for entry in page.timeline if state in (None, entry["state"])]


def test_the_first_second_shows_that_it_was_sent_and_what_follows(make_open):
    page = shown(make_open(received=None))

    assert titles(page, "now") == ["Bạn đã nộp"]
    assert titles(page, "next") == ["Được tiếp nhận", "Đang xử lý", "Đã xử lý xong", "Đã trả kết quả"]
    assert page.tag == ("Đã gửi, chờ mã của cơ quan", "wait")


def test_the_next_steps_carry_the_date(make_open):
    page = shown(make_open((2, "16 09:30"), (4, "16 10:00"), due="19 17:00"))

    assert [(entry["title"], entry["meta"]) for entry in page.timeline if entry["state"] == "next"] == [
        ("Đã xử lý xong", "dự kiến chậm nhất 19/11/2026"),
        ("Đã trả kết quả", None),
    ]


def test_a_date_that_has_passed_is_not_promised_any_more(make_open):
    page = shown(make_open((2, "16 09:30"), (4, "16 10:00"), due="19 17:00", now="20 09:00"))

    assert page.timeline[-2]["meta"] == "đã quá hạn ngày 19/11/2026"


def test_a_date_the_agency_moved_is_a_step_of_its_own(make_open):
    moves = make_open(
        (2, "16 09:30", "19 17:00"), (4, "16 10:00"), (4, "17 09:30", "24 17:00"), due="24 17:00"
    )

    assert titles(shown(moves))[1:4] == [
        "Được tiếp nhận",
        "Đang xử lý",
        "Cơ quan hẹn lại ngày trả kết quả: 24/11/2026",
    ]


def test_an_answer_stands_after_its_request(make_open):
    sent = Sent(REQUEST.id, at("17 09:00"), at("17 09:01"), 2, True, False)

    page = shown(make_open((2, "16 09:30"), (5, "16 10:00"), (2, "17 09:01"), answers=[sent]))

    assert titles(page)[1:4] == ["Được tiếp nhận", "Yêu cầu bổ sung giấy tờ", "Bạn đã trả lời yêu cầu"]
    assert page.timeline[3]["note"] == "Cơ quan xác nhận đã nhận đủ."


@pytest.mark.parametrize(("code", "state"), [(3, "stopped"), (7, "stopped"), (8, "stopped"), (10, "done")])
def test_after_the_end_nothing_is_to_come(make_open, code, state):
    page = shown(make_open((2, "16 09:30"), (code, "17 09:00")))

    assert page.timeline[-1]["title"] == STATUSES[code].name["vi"]
    assert page.timeline[-1]["state"] == state


def test_a_refusal_by_the_agencys_system_is_an_end(make_open):
    page = shown(make_open(received=None, refused=True))

    assert page.timeline[-1]["state"] == "stopped"
    assert titles(page, "next") == []
    assert page.tag[1] == "bad"


@pytest.mark.parametrize(
    ("confirmed", "said"),
    [
        ((True,), "Cơ quan xác nhận đã nhận đủ đơn và 1 tệp bạn gửi kèm, không bị thay đổi."),
        ((True, True), "Cơ quan xác nhận đã nhận đủ đơn và 2 tệp bạn gửi kèm, không bị thay đổi."),
        ((False,), "Cơ quan chưa xác nhận đã nhận 1 tệp bạn gửi."),
    ],
)
def test_files_that_all_arrived_or_none_are_not_counted_out(make_open, confirmed, said):
    files = [{**make_file(f"{number}.pdf"), "confirmed": one} for number, one in enumerate(confirmed)]

    page = shown(make_open((2, "16 09:30"), files=files, files_confirmed=all(confirmed)))

    assert page.arrival == said


def test_what_arrived_is_counted(make_open):
    files = [{**make_file("a.pdf"), "confirmed": True}, {**make_file("b.pdf"), "confirmed": False}]

    page = shown(make_open((2, "16 09:30"), files=files, files_confirmed=False))

    assert page.arrival == "Cơ quan xác nhận đã nhận 1 trong 2 tệp bạn gửi."
    assert [file["note"] for file in page.files] == ["cơ quan đã nhận", "cơ quan chưa xác nhận"]


def test_for_whom_it_is_stands_in_the_title(make_open):
    page = shown(make_open(subject="Nguyễn Minh Anh"))

    assert page.title == "Đăng ký khai sinh – Nguyễn Minh Anh"
