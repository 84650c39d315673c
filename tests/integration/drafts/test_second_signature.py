"""The second person signs with an own certificate, or declares; both ways reach the agency as a paper."""

import io
from functools import partial

import pytest
from flask import request, request_started
from pypdf import PdfReader
from sqlalchemy import select, update

from app.features.applications.models import AgreedPaper, Application
from app.features.applications.sending.models import Signing
from app.papers.signatures import TrustList, verify
from app.sandbox.backstage import backstage
from app.wizard.reading.definition import load
from tests.support.agreeing import AGREEMENT, SECOND, agree, invite, opened
from tests.support.contract import complaints
from tests.support.drafting import TREE, ask, publish, text, tree_form
from tests.support.journeys import complete, submit
from tests.support.visitor import PORTAL
from tests.support.wizard import make_step

PARTNER = {"name": "Nguyễn Thị Em", "paper_type": "cccd", "paper_number": SECOND}
STEPS = (
    make_step("who", ask("carer", "Người chăm sóc")),
    make_step("other", ask("partner", "Người cùng chăm sóc", "person", asked=["name", "paper"])),
)
PARTIES = [{"key": "partner", "name": text("Người cùng chăm sóc"), "person": "partner"}]
FAILURE = "#signing-failure"


def form(*methods):
    return tree_form(*STEPS, parties=PARTIES, signing={"methods": list(methods)})


@pytest.fixture
def check(world, visitor, sign_in):
    """The check page of an application that two people sign or declare."""
    return _check(world, visitor, sign_in, form("certificate", "declaration"))


def _check(world, visitor, sign_in, raw):
    publish(world, raw)
    sign_in()
    return complete(visitor, TREE, {"carer": "Trần Thị Bình", "partner": PARTNER}, definition=load(raw))


def to_provider(person, page):
    return person.send(page, button="agree=certificate", form=AGREEMENT)


def permit(person, asked, answer="answer=yes"):
    return person.send(asked, {"pin": "demo"}, button=answer, form="main form")


def fetch(person, page, link):
    return person.client.get(page.link(link), base_url=PORTAL).data


def words(pdf):
    return "".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf)).pages).split())


def signers(world, pdf, clock):
    trust = TrustList.read(world.folder / "sandbox" / "signing-authority" / "signing-ca.pem")
    return [one.who for one in verify(pdf, trust, clock()) if one.good]


def payload_of(world):
    with world.database.session(writes=False) as session:
        return session.scalars(select(Application)).one().payload


def test_both_sign_and_the_agency_gets_the_signed_paper_of_each(world, visitor, check, second, page, clock):
    after = permit(second, to_provider(second, page))
    checked = visitor.visit(check.url)
    asked = visitor.send(
        checked, {"declared": "y"}, button="by=certificate", form="main form[action$='/check']"
    )
    receipt = permit(visitor, asked)
    world.deliver()

    payload = payload_of(world)
    theirs, own = fetch(second, after, "Bản bạn đã ký"), fetch(visitor, receipt, "Đơn của bạn")
    assert complaints("Application", payload) == []
    assert payload["application_pdf"]["signed"] and payload["parties"][0]["paper"]["signed"]
    assert "Bạn đã ký hồ sơ này" in after.text
    assert "Đã ký bằng chứng thư số của chính người này" in checked.text
    assert signers(world, theirs, clock) == ["Nguyễn Thị Em"]
    assert signers(world, own, clock) == ["Trần Thị Bình"]
    assert fetch(visitor, receipt, "Bản Nguyễn Thị Em đã ký") == theirs
    assert payload["parties"][0]["paper"]["sha256"] in words(own)
    assert payload["parties"][0]["paper"]["sha256"] in words(fetch(visitor, receipt, "Biên nhận"))
    assert "Cơ quan xác nhận đã nhận được đơn của bạn, không bị thay đổi" in receipt.text
    assert [
        one.text.removesuffix(one.one("small").text).strip() for one in receipt.all(".file-list div")
    ] == [
        "Đơn của bạn",
        "Bản Nguyễn Thị Em đã ký",
    ]
    sealed = words(fetch(visitor, receipt, "Biên nhận"))
    assert "BảnNguyễnThịEmđãký" in sealed and payload["application_pdf"]["name"] not in sealed
    assert _officers_see(world) == {"Trần Thị Bình", "Nguyễn Thị Em"}


def _officers_see(world):
    with backstage(world.sandbox).desk() as desk:
        code = desk.dossiers()[0].code
    officer = world.sandbox.test_client()
    with officer.session_transaction() as session:
        session["officer"] = "Đỗ Thu Hà"
    shown = officer.get(f"/desk/dossiers/{code}?lang=vi").get_data(as_text=True)
    names = ("Trần Thị Bình", "Nguyễn Thị Em")
    return {name for name in names if f"Do {name} ký ngày" in shown}


def test_the_second_person_may_declare_while_the_first_signs(world, visitor, check, second, page, clock):
    after = agree(second, page)
    submit(visitor, visitor.visit(check.url))

    paper = payload_of(world)["parties"][0]["paper"]
    body = fetch(second, second.visit(page.url), "Bản bạn đã cam đoan")
    assert not paper["signed"]
    assert "Bạn đã cam đoan hồ sơ này, không dùng chứng thư số" in after.text
    assert signers(world, body, clock) == []
    assert SECOND in words(body)
    assert "NguyễnThịEm" in words(body)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("down", "Dịch vụ ký số không trả lời"),
        ("lost_response", "Dịch vụ ký số không trả lời"),
        ("expired", "Đã hết thời gian ký"),
        ("forged", "Chữ ký nhận về không hợp lệ"),
        ("refuses", "Dịch vụ ký số từ chối ký"),
    ],
)
def test_a_provider_that_fails_loses_nothing(visitor, check, second, page, stage, kind, said):
    asked = to_provider(second, page)
    with stage.failures() as failures:
        failures.turn_on("signing", kind)

    back = permit(second, asked)

    assert said in back.one(FAILURE).text
    assert "chỉ cam đoan, không cần chứng thư số" in back.one(FAILURE).text
    assert not visitor.visit(check.url).has("[name=declared]")
    with stage.failures() as failures:
        failures.clear()
    assert "Bạn đã ký hồ sơ này" in permit(second, to_provider(second, back)).text
    assert visitor.visit(check.url).has("[name=declared]")


def test_who_does_not_sign_after_all_may_still_declare(second, page):
    back = permit(second, to_provider(second, page), "answer=no")

    assert "Bạn đã không ký" in back.one(FAILURE).text
    assert "Bạn đã cam đoan" in agree(second, back).text


def test_a_certificate_of_somebody_else_is_not_used(visitor, check, second, page, stage):
    with stage.failures() as failures:
        failures.turn_on("signing", "other_person")

    back = to_provider(second, page)

    assert "Chứng thư số mang tên người khác" in back.one(FAILURE).text
    assert not visitor.visit(check.url).has("[name=declared]")


def test_answers_changed_after_signing_void_it_and_both_are_told(world, visitor, check, second, page):
    after = permit(second, to_provider(second, page))
    step = visitor.visit(check.url.replace("/check", "/who"))
    visitor.send(step, {"carer": "Lê Văn Ba"}, form="#step-form")

    owner, other = visitor.visit(check.url), second.visit(page.url)

    assert "chữ ký không còn giá trị" in owner.text
    assert not owner.has("[name=declared]")
    assert "Chữ ký của bạn không còn giá trị" in other.text
    assert "Câu trả lời đã thay đổi" in second.visit("/vi/dossiers").one("#asked").text
    second.visit(after.link("Bản bạn đã ký"), status=404)
    again = permit(second, to_provider(second, other))
    assert "LêVănBa" in words(fetch(second, again, "Bản bạn đã ký"))
    assert visitor.visit(check.url).has("[name=declared]")


def test_answers_changed_while_the_second_person_signs_are_not_signed(visitor, check, second, page):
    asked = to_provider(second, page)
    step = visitor.visit(check.url.replace("/check", "/who"))
    visitor.send(step, {"carer": "Lê Văn Ba"}, form="#step-form")

    back = permit(second, asked)

    assert "đã thay đổi trong lúc bạn ký" in back.one(FAILURE).text
    assert not visitor.visit(check.url).has("[name=declared]")


def test_who_declines_while_the_first_signs_is_not_sent_along(world, visitor, check, second, page, stage):
    agreed = agree(second, page)
    checked = visitor.visit(check.url)
    asked = visitor.send(
        checked, {"declared": "y"}, button="by=certificate", form="main form[action$='/check']"
    )
    second.send(agreed, {"reason": "Tôi bận"}, button="decline=1", form=AGREEMENT)

    back = permit(visitor, asked)

    assert "đã thay đổi trong lúc bạn ký" in back.one(FAILURE).text
    assert "Tôi bận" in back.text
    with stage.desk() as desk:
        assert not desk.dossiers()
    with world.database.session(writes=False) as session:
        assert session.scalars(select(AgreedPaper)).all() == []


def test_a_process_that_was_killed_while_signing_is_told_and_signing_works_again(world, second, page, clock):
    asked = to_provider(second, page)
    permit(second, asked, "answer=no")
    with world.database.transaction() as session:  # what a kill between asking the provider and noting leaves
        session.execute(update(Signing).values(outcome="working"))
        session.commit()

    at_once = second.visit(page.url)
    clock.move(minutes=2)
    later = second.visit(page.url)

    assert "Chưa nhận được chữ ký của bạn" in at_once.one(FAILURE).text
    assert "Dịch vụ ký số không trả lời" in later.one(FAILURE).text
    assert "Bạn đã ký hồ sơ này" in permit(second, to_provider(second, later)).text


def test_coming_back_again_changes_nothing_and_a_stranger_cannot(world, visitor, second, page):
    came_back = []
    note = partial(_note, came_back)
    with request_started.connected_to(note, world.portal):
        first = permit(second, to_provider(second, page))

    again = second.visit(came_back[0])

    assert again.url == first.url == page.url
    assert "Bạn đã ký hồ sơ này" in again.text
    visitor.visit(came_back[0], status=404)
    visitor.visit(first.link("Bản bạn đã ký"), status=404)


def _note(came_back, _portal, **_more):
    if request.path.endswith("/applications/signed"):
        came_back.append(request.full_path)


def test_where_the_form_wants_a_signature_nobody_only_declares(world, visitor, sign_in, second):
    check = _check(world, visitor, sign_in, form("certificate"))
    page = opened(second, invite(visitor, check))

    refused = second.client.post(
        page.url.removeprefix(PORTAL),
        data={**page.values(AGREEMENT), "agree": "declaration"},
        base_url=PORTAL,
    )

    assert not page.has("button[value='declaration']")
    assert refused.status_code == 422
    assert "Bạn đã ký hồ sơ này" in permit(second, to_provider(second, page)).text


def test_taking_the_invitation_back_takes_the_paper_along(world, visitor, check, second, page):
    permit(second, to_provider(second, page))

    visitor.send(visitor.visit(check.url), button="revoke=1", form="#others form[action$='/again']")

    with world.database.session(writes=False) as session:
        assert session.scalars(select(AgreedPaper)).all() == []
