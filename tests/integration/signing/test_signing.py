"""Signing an application at the remote provider, and every way in which that can fail."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import request
from pypdf import PdfReader
from sqlalchemy import select

from app.features.applications.models import Application
from app.papers import typeset
from app.papers.signatures import TrustList, verify
from tests.support.contract import complaints

FIELD, CHECK = "#signing-failure", "main form[action$='/check']"
RECEIVED = "Đã nhận hồ sơ của bạn"


def trust(world):
    return TrustList.read(world.folder / "sandbox" / "signing-authority" / "signing-ca.pem")


def test_a_signed_application_goes_to_the_agency_and_arrives_whole(filled, sign, stage, visitor, world):
    receipt = sign(filled())

    with world.database.session(writes=False) as session:
        payload = session.scalars(select(Application)).one().payload
    assert complaints("Application", payload) == []
    assert payload["application_pdf"]["signed"] is True
    with stage.desk() as desk:
        (dossier,) = desk.dossiers()
    assert receipt.heading == RECEIVED
    assert "đã ký bằng chứng thư số của bạn" in receipt.text
    assert dossier.code in receipt.text
    assert "2 trên 2 tệp" in visitor.visit(f"/vi/verify/{dossier.receipt_number}").text


def test_the_signed_paper_verifies_and_names_the_signer(world, filled, sign, download, clock):
    receipt = sign(filled())

    pdf = download(receipt, "Đơn của bạn")

    (signature,) = verify(pdf, trust(world), clock())
    assert signature.good
    assert signature.who == "Trần Thị Bình"
    assert signature.when == clock()


def test_officers_see_who_signed(world, filled, sign, stage):
    sign(filled())

    with stage.desk() as desk:
        code = desk.dossiers()[0].code
    browser = world.sandbox.test_client()
    browser.post("/desk/sign-in", data={"officer": "Đỗ Thu Hà"})
    with browser.session_transaction() as session:
        session["officer"] = "Đỗ Thu Hà"
    page = browser.get(f"/desk/dossiers/{code}?lang=vi").get_data(as_text=True)
    assert "Do Trần Thị Bình ký ngày 23/11/2026 09:00" in page
    assert "chữ ký đúng" in page


def test_declaring_instead_sends_an_unsigned_paper(world, filled, visitor, download, clock):
    page = filled()

    receipt = visitor.send(page, {"declared": "y"}, button="by=declaration", form=CHECK)

    assert receipt.heading == RECEIVED
    assert "đúng như bạn đã cam đoan" in receipt.text
    assert verify(download(receipt, "Đơn của bạn"), trust(world), clock()) == []


def test_a_wrong_pin_asks_again(filled, to_provider, visitor):
    asked = to_provider(filled())

    again = visitor.send(asked, {"pin": "1234"}, button="answer=yes", form="main form", status=422)
    receipt = visitor.send(again, {"pin": "demo"}, button="answer=yes", form="main form")

    assert "Mã PIN chưa đúng" in again.text
    assert receipt.heading == RECEIVED


def test_who_does_not_sign_comes_back_to_everything_as_it_was(filled, sign, stage):
    back = sign(filled(), answer="answer=no")

    assert "Bạn đã không ký" in back.one(FIELD).text
    assert "Trần Thị Bình" in back.text
    with stage.desk() as desk:
        assert not desk.dossiers()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("expired", "Đã hết thời gian ký"),
        ("forged", "Chữ ký nhận về không hợp lệ"),
        ("down", "Dịch vụ ký số không trả lời"),
        ("lost_response", "Dịch vụ ký số không trả lời"),
        ("refuses", "Dịch vụ ký số từ chối ký"),
    ],
)
def test_a_provider_that_fails_after_the_pin_loses_nothing(filled, to_provider, visitor, stage, kind, said):
    asked = to_provider(filled())
    with stage.failures() as failures:
        failures.turn_on("signing", kind)

    back = visitor.send(asked, {"pin": "demo"}, button="answer=yes", form="main form")

    assert said in back.one(FIELD).text
    assert "Trần Thị Bình" in back.text
    with stage.failures() as failures:
        failures.clear()
    receipt = visitor.send(back, {"declared": "y"}, button="by=declaration", form=CHECK)
    assert receipt.heading == RECEIVED


@pytest.mark.parametrize(
    ("kind", "said"),
    [("down", "Dịch vụ ký số không trả lời"), ("refuses", "Dịch vụ ký số không trả lời")],
)
def test_a_provider_that_fails_at_once_is_said_on_the_check_page(filled, to_provider, stage, kind, said):
    page = filled()
    with stage.failures() as failures:
        failures.turn_on("signing", kind)

    back = to_provider(page)

    assert said in back.one(FIELD).text


def test_a_certificate_of_somebody_else_is_refused_before_anything_is_signed(filled, to_provider, stage):
    page = filled()
    with stage.failures() as failures:
        failures.turn_on("signing", "other_person")

    back = to_provider(page)

    assert "Chứng thư số mang tên người khác" in back.one(FIELD).text
    assert "Trần Thị Bình" in back.text
    with stage.desk() as desk:
        assert not desk.dossiers()


def test_too_long_at_the_provider_is_too_late(filled, to_provider, visitor, clock):
    asked = to_provider(filled())
    clock.move(minutes=31)

    back = visitor.send(asked, {"pin": "demo"}, button="answer=yes", form="main form")

    assert "Đã hết thời gian ký" in back.one(FIELD).text


def test_answers_changed_in_another_tab_are_not_sent_under_the_old_signature(
    filled, to_provider, visitor, stage
):
    page = filled()
    asked = to_provider(page)
    step = visitor.visit(page.url.replace("/check", "/all"))
    visitor.send(step, {"pages": "7"}, form="#step-form")

    back = visitor.send(asked, {"pin": "demo"}, button="answer=yes", form="main form")

    assert "đã thay đổi trong lúc bạn ký" in back.one(FIELD).text
    with stage.desk() as desk:
        assert not desk.dossiers()


def test_coming_back_twice_sends_once(filled, to_provider, visitor, stage, world):
    came_back = []
    world.portal.before_request(lambda: _note(came_back))
    asked = to_provider(filled())

    visitor.send(asked, {"pin": "demo"}, button="answer=yes", form="main form")
    again = visitor.visit(came_back[0])

    assert again.heading == RECEIVED
    with stage.desk() as desk:
        assert len(desk.dossiers()) == 1


def _note(came_back):
    if request.path.endswith("/applications/signed"):
        came_back.append(request.full_path)


def test_somebody_else_cannot_come_back_with_the_state(filled, to_provider, visitor, another_visitor, world):
    came_back = []
    world.portal.before_request(lambda: _note(came_back))
    asked = to_provider(filled())
    visitor.send(asked, {"pin": "demo"}, button="answer=no", form="main form")
    stranger = another_visitor()
    stranger.sign_in("037201000033")

    stranger.visit(came_back[0], status=404)
    stranger.visit("/vi/applications/signed?state=guessed&code=guessed", status=404)


def test_sent_from_another_tab_meanwhile_leads_to_the_one_receipt(filled, to_provider, visitor, stage):
    page = filled()
    asked = to_provider(page)
    visitor.send(page, {"declared": "y"}, button="by=declaration", form=CHECK)

    back = visitor.send(asked, {"pin": "demo"}, button="answer=yes", form="main form")

    assert back.heading == RECEIVED
    with stage.desk() as desk:
        assert len(desk.dossiers()) == 1


def test_without_a_certificate_the_page_says_how_to_get_one(filled, to_provider):
    back = to_provider(filled(person="079085000022"))

    assert "Bạn chưa có chứng thư số để ký" in back.one(FIELD).text
    assert "chỉ với lời cam đoan" in back.one(FIELD).text


def test_what_must_be_signed_cannot_be_declared(filled, to_provider, visitor):
    page = filled("3.000347", person="079085000022")

    back = to_provider(page)

    assert page.texts("form button") and not page.has("button[value='declaration']")
    assert "bắt buộc ký số" in back.one(FIELD).text
    refused = visitor.client.post(
        back.one("main form[action$='/check']").attr("action"),
        data={**back.values("main form[action$='/check']"), "declared": "y", "by": "declaration"},
        base_url="http://127.0.0.1:8000",
    )
    assert refused.status_code == 422


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_paper_says_what_the_check_page_says(filled, sign, visitor, download, lang):
    page = filled(lang=lang)
    shown = [*page.texts("dl.summary-list dt, dl dt"), *page.texts("dl dd p, dl dd li")]

    receipt = sign(page)

    pdf = download(receipt, {"vi": "Đơn của bạn", "en": "Your application"}[lang])
    words = _folded("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages))
    for line in [
        *shown,
        {"vi": "Tôi cam đoan nội dung trên là đúng.", "en": "I declare that this is true."}[lang],
    ]:
        assert _folded(line) in words, line
    assert {"vi": "6.000", "en": "6,000"}[lang] in words
    assert {"vi": "Đơnthửkýsốphiênbản1,either", "en": "Testofsigningversion1,either"}[lang] in words


def _folded(text):
    return "".join(text.split())


def test_the_same_declaration_gives_the_same_paper_and_another_moment_another(clock):
    data = {"title": "Đơn", "sections": [{"heading": "Tên", "facts": [["Họ và tên", "Trần Thị Bình"]]}]}

    first, again = (typeset("document", data, "vi", made_at=clock()) for _ in range(2))
    later = typeset("document", data, "vi", made_at=clock() + timedelta(seconds=1))

    assert first == again
    assert later != first
