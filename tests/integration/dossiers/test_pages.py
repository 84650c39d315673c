"""Following a dossier through the portal while an officer works on it."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from app.features.dossiers.mirror.models import DossierEvent
from app.sandbox.desk.service import Point

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
POINTS = [
    Point({"vi": "Ảnh giấy chứng sinh bị mờ", "en": "The photo of the certificate is blurred"}, kind="file"),
    Point({"vi": "Vì sao đăng ký muộn?", "en": "Why is it so late?"}, kind="text"),
]
FORM = "main form[action$='/supplement']"
HTMX = {"HX-Request": "true", "HX-Target": "section#progress"}
PORTAL = "http://127.0.0.1:8000"


@pytest.fixture
def asked(code, act):
    """The same, after the officer asked for two things."""
    act(code, "accept", "start", "ask_supplement", points=POINTS, answer_by=date(2026, 12, 1))
    return code


def poll(page):
    return page.one("#progress").attr("hx-get")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_tells_the_whole_story(visit, deliver, code, act, lang):
    act(code, "accept", "start")

    page = visit(f"/{lang}/dossiers/{code}")

    names = {"vi": ["Được tiếp nhận", "Đang xử lý"], "en": ["Accepted", "In progress"]}[lang]
    shown = page.texts("#progress .timeline h3")
    assert [name for name in names if name in shown] == names
    assert code in page.one("#state").text
    assert "Đỗ Thu Hà" in page.one("#progress").text
    due = {"vi": "hẹn trả kết quả ngày 23/11/2026", "en": "due on 23 November 2026"}[lang]
    assert due in page.one("#progress aside").text
    confirmed = {
        "vi": "Cơ quan xác nhận đã nhận đủ đơn và 1 tệp bạn gửi kèm, không bị thay đổi.",
        "en": "The agency confirmed that it has your application and the file sent with it, unchanged.",
    }[lang]
    assert confirmed in page.text
    assert len(page.one("details code").text) == 64


def test_the_receipt_number_leads_to_the_same_page(visit, code):
    page = visit(f"/vi/dossiers/{code}")
    receipt = page.one("#state").text.partition("Số biên nhận ")[2].split()[0]

    assert visit(f"/vi/dossiers/{receipt}").heading == page.heading


def test_before_the_agency_answers_the_page_says_what_is_safe(visitor, visit, file_birth):
    visitor.sign_in()
    file_birth()

    row = visit("/vi/dossiers").one(".dossier-row")
    page = visit(row.one("a").attr("href"))

    assert "Đã nhận; mã hồ sơ của cơ quan sẽ có sau" in page.text
    assert page.one("#progress").attr("hx-trigger") == "every 5s"


def test_strangers_and_guests_see_nothing(code, another_visitor):
    stranger = another_visitor()
    stranger.sign_in("079085000022")

    for path in (f"/vi/dossiers/{code}", f"/vi/dossiers/{code}/supplement", f"/vi/dossiers/{code}/results/x"):
        assert stranger.visit(path, status=404).heading
    guest = another_visitor().client
    assert guest.get(f"/vi/dossiers/{code}", base_url=PORTAL).status_code == 303


def test_an_unknown_code_is_not_found(visit, sign_in):
    sign_in()

    for reference in ("nonsense", "000.00.00.H26-000000-0000", "%00", "a" * 500, "%27%20or%201=1"):
        visit(f"/vi/dossiers/{reference}", status=404)


def test_nothing_new_is_204_and_a_known_fragment_304(visit, get, code, act, clock):
    url = poll(visit(f"/vi/dossiers/{code}"))

    assert get(url, **HTMX).status_code == 204
    act(code, "accept")
    fresh = get(url, **HTMX)
    again = get(url, **HTMX, **{"If-None-Match": fresh.headers["ETag"]})

    assert fresh.status_code == 200
    assert "Được tiếp nhận" in fresh.text
    assert '<hx-partial hx-target="#state">' in fresh.text
    assert (again.status_code, again.data) == (304, b"")


def test_the_strip_of_days_is_fresh_the_next_day(visit, sign_in, get, code, act, clock):
    act(code, "accept")
    url = poll(visit(f"/vi/dossiers/{code}"))
    clock.move(hours=15)
    sign_in()

    assert get(url, **HTMX).status_code == 200


def test_the_fragment_is_one_element_and_stops_when_finished(fragment, visit, code, act):
    live = fragment(f"/vi/dossiers/{code}", "section#progress")
    act(code, "accept", "start", "finish")
    act(code, "hand_over")
    over = fragment(f"/vi/dossiers/{code}", "section#progress")

    assert live.one("#progress").attr("hx-trigger") == "every 5s"
    assert over.one("#progress").attr("hx-trigger") is None


def test_a_new_request_comes_to_an_open_page_but_a_form_in_use_is_never_touched(visit, get, code, act):
    quiet = poll(visit(f"/vi/dossiers/{code}"))

    act(code, "accept", "start", "ask_supplement", points=POINTS, answer_by=date(2026, 12, 1))
    arrives = get(quiet, **HTMX).text
    typing = poll(visit(f"/vi/dossiers/{code}"))
    act(code, "start")
    changed = get(typing, **HTMX).text

    assert '<hx-partial hx-target="#ask">' in arrives
    assert "Ảnh giấy chứng sinh bị mờ" in arrives
    assert '<hx-partial hx-target="#ask">' not in changed
    assert "Yêu cầu của cơ quan đã thay đổi" in changed


def test_a_form_that_comes_to_an_open_page_is_taken_along_when_the_language_is_switched(
    visit, fragment, code, act
):
    switch = "hx-partial[hx-target='#language'] "
    quiet = visit(f"/vi/dossiers/{code}")

    act(code, "accept", "start", "ask_supplement", points=POINTS, answer_by=date(2026, 12, 1))
    brought = fragment(poll(quiet), "section#progress")
    act(code, "start")
    again = fragment(poll(brought), "section#progress")
    act(code, "finish", "hand_over")
    rating = fragment(poll(quiet), "section#progress")

    assert quiet.has("#language a.language")
    assert brought.one(switch + "button.language").attr("form") == "supplement-form"
    assert brought.has("hx-partial[hx-target='#ask'] #supplement-form")
    assert not again.has(switch)
    assert rating.one(switch + "button.language").attr("form") == "rating-form"


def test_everything_asked_is_answered_at_once_and_arrives(visit, send, asked, deliver, officer):
    page = visit(f"/vi/dossiers/{asked}")
    assert page.has("#ask form")
    assert not page.has("#progress form")

    page = send(
        page,
        {"text-2": "Vì gia đình đi xa"},
        form=FORM,
        files={"upload-1": [("mới 1.pdf", PDF, "application/pdf"), ("mới 2.pdf", PDF, "application/pdf")]},
    )
    sent = visit(f"/vi/dossiers/{asked}").one("#ask").text
    deliver()
    deliver()
    after = visit(f"/vi/dossiers/{asked}")

    assert page.heading == after.heading
    assert "Câu trả lời của bạn đã được gửi" in sent
    with officer() as desk:
        (dossier,) = desk.dossiers(status=2)
    assert dossier.code == asked
    assert [file.name for file in dossier.files][-2:] == ["mới 1.pdf", "mới 2.pdf"]
    assert "Bạn đã trả lời yêu cầu" in after.texts("#progress .timeline h3")
    assert "Cơ quan xác nhận đã nhận đủ." in after.text


def test_a_missing_answer_is_named_and_everything_else_is_kept(visit, send, asked):
    page = visit(f"/vi/dossiers/{asked}")

    page = send(
        page, {"text-2": "  "}, form=FORM, files={"upload-1": ("mới.pdf", PDF, "application/pdf")}, status=422
    )

    assert set(page.errors) == {"text-2"}
    assert "mới.pdf" in page.text
    done = send(page, {"text-2": "Vì đi xa"}, form=FORM)
    assert "Câu trả lời của bạn đã được gửi" in done.text


def test_typed_words_survive_a_missing_file(visit, send, asked):
    page = send(visit(f"/vi/dossiers/{asked}"), {"text-2": "Vì <b>đi xa</b>"}, form=FORM, status=422)

    assert set(page.errors) == {"upload-1"}
    assert page.one("[name='text-2']").text.strip() == "Vì <b>đi xa</b>"


def test_a_file_that_cannot_be_accepted_is_refused_with_the_reason(visit, send, asked):
    page = visit(f"/en/dossiers/{asked}")
    for name, body in (
        ("virus.exe", b"MZ\x90\x00"),
        ("empty.pdf", b""),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("big.pdf", b"%PDF-1.4" + b"0" * (10 * 1024 * 1024)),
    ):
        page = send(
            page,
            {"text-2": "Travelled"},
            form=FORM,
            files={"upload-1": (name, body, "application/pdf")},
            status=422,
        )

        assert set(page.errors) == {"upload-1"}, name
        assert page.one("[name='text-2']").text.strip() == "Travelled"


def test_a_forged_form_gets_nowhere(client, visit, asked):
    values = visit(f"/vi/dossiers/{asked}").submission(form=FORM).fields
    url = f"/vi/dossiers/{asked}/supplement"

    typed = {"request_id": values["request_id"], "text-2": "x"}
    without_token = client.post(url, base_url=PORTAL, data=typed)
    another = client.post(
        url,
        base_url=PORTAL,
        data={
            "csrf_token": values["csrf_token"],
            "request_id": "another\0",
            "text-2": "x",
            "kept-1": ["' or 1=1", "00000000-0000-0000-0000-000000000000"],
        },
    )

    assert without_token.status_code == 400
    assert another.status_code == 422


def test_sending_twice_is_harmless(visit, visitor, asked, deliver, officer):
    submission = visit(f"/vi/dossiers/{asked}").submission({"text-2": "Vì đi xa"}, form=FORM)
    files = {"upload-1": ("mới.pdf", PDF, "application/pdf")}

    visitor.submit(submission, files=files)
    visitor.submit(submission, files=files)
    deliver()

    with officer() as desk:
        (dossier,) = desk.dossiers()
    assert [file.name for file in dossier.files].count("mới.pdf") == 1


def test_an_answer_that_could_not_be_delivered_is_delivered_later(
    visit, send, asked, deliver, stage, officer, clock
):
    with stage.failures() as failures:
        failures.turn_on("applications", "down", times=1)
    send(
        visit(f"/vi/dossiers/{asked}"),
        {"text-2": "Vì đi xa"},
        form=FORM,
        files={"upload-1": ("mới.pdf", PDF, "application/pdf")},
    )

    deliver()
    clock.move(minutes=1)
    deliver()

    with officer() as desk:
        assert [dossier.code for dossier in desk.dossiers(status=2)] == [asked]


def test_the_result_is_downloaded_whole(visit, get, code, act):
    act(code, "accept", "start", "finish")

    page = visit(f"/vi/dossiers/{code}")
    answer = get(page.all("#result a")[0].attr("href"))

    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert answer.mimetype == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert get(f"/vi/dossiers/{code}/results/unknown").status_code == 404


def test_a_result_that_was_altered_is_not_handed_on(visit, get, code, act, world):
    act(code, "accept", "start", "finish")
    url = visit(f"/vi/dossiers/{code}").all("#result a")[0].attr("href")
    with world.database.transaction() as session:
        event = session.scalars(select(DossierEvent).where(DossierEvent.status == 9)).one()
        file = {**event.result["files"][0], "sha256": "0" * 64}
        event.result = {**event.result, "files": [file]}
        session.commit()

    answer = get(url)

    assert answer.status_code == 502
    assert b"%PDF" not in answer.data


def test_a_misbehaving_feed_changes_nothing(visit, code, officer, deliver, stage):
    with stage.failures() as failures:
        for kind in ("duplicate", "reordered", "stale", "skipping", "forged"):
            failures.turn_on("events", kind)
    with officer() as desk:
        desk.accept(code)
        desk.start(code)
    deliver()
    deliver()

    with stage.inbox() as inbox:
        letters = [letter for letter in inbox.letters(recipient="binh@example.vn") if letter.kind == "mail"]
    page = visit(f"/vi/dossiers/{code}")

    assert "Đang xử lý" in page.one("#state").text
    assert len(letters) == 3
    assert len({letter.subject for letter in letters}) == 3
    assert all(letter.language == "vi" for letter in letters)
    for letter in letters:
        (link,) = re.findall(r"http\S+", letter.text)
        assert visit(link).heading == page.heading
        assert "Bình" not in letter.text


def test_the_list_leads_to_what_is_asked(visit, asked):
    row = visit("/vi/dossiers?state=you").one(".dossier-row")

    assert "Cơ quan đang chờ bạn" in row.text
    assert asked in row.text


def test_the_page_costs_few_statements(visit, asked, statements):
    with statements() as sql:
        visit(f"/vi/dossiers/{asked}")

    assert len(sql) <= 10, sql
