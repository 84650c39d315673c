"""Filling in and sending the birth registration."""

import unicodedata

import pytest

from tests.support.births import PAPER, PROCEDURE, step_of


def test_a_mother_registers_her_child_and_gets_the_agencys_code(at_step, submit, stage):
    page = at_step()

    receipt = submit(page)

    with stage.desk() as desk:
        (dossier,) = desk.dossiers()
    assert receipt.heading == "Đã nhận hồ sơ của bạn"
    assert dossier.code in receipt.text
    assert dossier.answers["child_name"] == "Nguyễn Minh Anh"
    assert "Cơ quan xác nhận đã nhận đủ đơn và 1 tệp bạn gửi kèm" in receipt.text
    assert "Giấy chứng sinh" in receipt.texts(".file-list small")


def test_what_the_state_knows_is_filled_in_with_its_source(at_step):
    page = at_step("requester")

    assert page.values()["requester-name"] == "Trần Thị Bình"
    assert page.has(".source")


def test_a_registry_that_is_down_only_means_more_typing(at_step, stage):
    with stage.failures() as failures:
        failures.turn_on("people", "down")

    page = at_step("requester")

    assert page.values()["requester-name"] == "Trần Thị Bình"


def test_every_answer_is_shown_once_more_with_a_way_to_change_it(at_step, visit):
    page = at_step()

    assert "Nguyễn Minh Anh" in page.text
    assert "Bệnh viện Phụ sản Hà Nội" in page.text
    change = next(
        link.attr("href") for link in page.all(".change a") if "child#" in (link.attr("href") or "")
    )
    assert visit(change).values()["child_name"] == "Nguyễn Minh Anh"


def test_nothing_is_sent_without_the_declaration(at_step, send, stage):
    page = at_step()

    again = send(page, button="Nộp hồ sơ", status=422)

    assert set(again.errors) == {"declared"}
    with stage.desk() as desk:
        assert not desk.dossiers()


def test_a_draft_that_is_not_complete_leads_to_what_is_missing(at_step, visit):
    page = at_step("facility")

    jumped = visit(page.url.replace("/facility", "/check"))

    assert step_of(jumped) == "facility"


def test_a_step_that_cannot_be_reached_yet_is_not_found_and_leads_back(at_step, visit, follow):
    page = at_step("requester_role")

    missing = visit(page.url.replace("/requester_role", "/contact"), status=404)

    assert follow(missing, "Làm tiếp hồ sơ này").url == page.url


def test_who_has_begun_before_chooses_to_continue_or_to_start_anew(at_step, send, visit, follow):
    at_step("child_birth")

    choice = visit(f"/vi/applications/start/{PROCEDURE}")
    continued = follow(choice, "Làm tiếp bản này Nguyễn Minh Anh, 09:00, 23/11/2026")
    anew = send(choice, button="Làm bản mới")

    assert step_of(continued) == "child_birth"
    assert step_of(anew) == "requester_role"


def test_starting_twice_from_an_old_page_does_not_pile_up_drafts(sign_in, send, visit):
    old = sign_in(to=f"/vi/applications/start/{PROCEDURE}")
    other = visit(old.url)
    first = send(old, button="Bắt đầu")

    same = send(old, button="Bắt đầu")
    again = send(other, button="Bắt đầu")

    assert same.url == first.url
    assert "Làm tiếp bản này" in again.text
    assert len(visit("/vi/dossiers").all(".dossier-row")) == 1


def test_a_draft_is_listed_and_can_be_put_away(at_step, send, visit, follow):
    at_step("child_birth")

    listed = visit("/vi/dossiers")
    asked = follow(listed, "Xoá bản nháp này Đăng ký khai sinh – Nguyễn Minh Anh")
    after = send(asked, button="Xoá bản nháp")

    assert "Nguyễn Minh Anh" in listed.text
    assert "Nguyễn Minh Anh" not in after.text


def test_going_back_never_validates_and_keeps_what_was_typed(at_step, send, visit):
    page = at_step("child_birth")

    before = send(page, {"child_birth_date-day": "99"}, button="Quay lại")
    again = visit(page.url)

    assert step_of(before) == "child"
    assert again.values()["child_birth_date-day"] == "99"
    assert not again.errors


def test_switching_the_language_keeps_step_values_and_errors(at_step, send):
    page = at_step("child_birth")
    wrong = send(page, {"child_birth_date-day": "31", "child_birth_date-month": "2"}, status=422)

    english = send(wrong, {"child_birth_date-day": "30"}, button="_language=en")

    assert english.lang == "en"
    assert step_of(english) == "child_birth"
    assert english.values()["child_birth_date-day"] == "30"
    assert english.errors


def test_after_sending_going_back_shows_the_receipt(at_step, submit, send, visit):
    page = at_step()
    submit(page)

    for address in (page.url, page.url.replace("/check", "/child"), page.url.replace("check", "")):
        assert visit(address).heading == "Đã nhận hồ sơ của bạn"
    assert send(page, {"declared": "y"}, button="Nộp hồ sơ").heading == "Đã nhận hồ sơ của bạn"


def test_answers_changed_in_another_window_are_shown_before_anything_is_sent(at_step, send, visit, stage):
    page = at_step()
    send(visit(page.url.replace("/check", "/child")), {"child_name": "Nguyễn Minh Châu"})

    warned = send(page, {"declared": "y"}, button="Nộp hồ sơ")

    assert "cửa sổ khác" in warned.text
    assert "Nguyễn Minh Châu" in warned.text
    with stage.desk() as desk:
        assert not desk.dossiers()


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("a.pdf", b"", "a.pdf: Tệp trống"),
        ("b.pdf", b"MZ\x90 not a pdf", "b.pdf: Loại tệp"),
        ("c.pdf", PAPER[1] + b"0" * (10 * 1024 * 1024), "c.pdf: Tệp quá lớn"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_in_words(at_step, send, name, body, expected):
    page = at_step("birth_certificate")

    refused = send(page, files={"birth_certificate": (name, body, "application/pdf")}, status=422)

    assert expected in refused.errors["birth_certificate"]


def test_of_several_files_each_one_that_cannot_be_taken_is_named_and_the_others_stay(at_step, send):
    empty, wrong = ("a.pdf", b"", "application/pdf"), ("b.pdf", b"MZ\x90 not a pdf", "application/pdf")

    page = send(at_step("birth_certificate"), files={"birth_certificate": [empty, PAPER, wrong]}, status=422)

    assert "a.pdf: Tệp trống" in page.errors["birth_certificate"]
    assert "b.pdf: Loại tệp" in page.errors["birth_certificate"]
    assert PAPER[0] in page.one(".file-list:not([hidden])").text


@pytest.mark.parametrize("typed", ["ba dinh", "phuong truc bach, q. ba dinh"])
def test_a_place_is_found_by_its_old_or_new_name_and_then_picked_in_the_lists(at_step, send, typed):
    page = at_step("facility")

    found = send(page, {"facility_address-find": typed}, button="_action=units", form="#step-form")
    picked = send(found, button="_action=place:facility_address:01:00004", form="#step-form")

    assert picked.values(form="#step-form")["facility_address-province"] == "01"
    assert picked.values(form="#step-form")["facility_address-ward"] == "00004"
    assert not picked.values(form="#step-form")["facility_address-find"]


def test_a_place_that_nobody_knows_is_said_and_what_was_typed_stays(at_step, send):
    page = send(at_step("facility"), {"facility_address-find": "zzzz"}, button="_action=units")

    assert "Không có nơi nào tên như vậy" in page.one("#facility_address-find-found").text
    assert page.values(form="#step-form")["facility_address-find"] == "zzzz"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_files_name_comes_back_as_it_was(at_step, send, form):
    name = unicodedata.normalize(form, "Giấy chứng sinh của bé 👶 " + "dài " * 20) + ".pdf"
    page = at_step("birth_certificate")

    shown = send(
        page,
        files={"birth_certificate": (name, PAPER[1], "application/pdf")},
        button="_action=upload:birth_certificate",
    )

    assert name in shown.one("#step-form").text


def test_a_file_can_be_taken_out_again_and_its_owner_can_open_it(at_step, send, client):
    page = at_step("birth_certificate")
    shown = send(page, files={"birth_certificate": PAPER}, button="_action=upload:birth_certificate")
    (remove,) = [b for b in shown.all("button") if (b.attr("value") or "").startswith("remove:")]
    file_id = str(remove.attr("value")).partition(":")[2]
    address = page.url.replace("/birth_certificate", f"/files/{file_id}")

    opened = client.get(address)
    after = send(shown, button=f"_action=remove:{file_id}")

    assert opened.data == PAPER[1]
    assert opened.headers["Content-Disposition"].startswith("attachment")
    assert not [b for b in after.all("button") if (b.attr("value") or "").startswith("remove:")]
