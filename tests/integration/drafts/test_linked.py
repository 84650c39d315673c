"""One filing opens several dossiers, each at its own agency and on its own way."""

import io
import random

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.features.applications.models import Application
from app.features.applications.sending.receipt_book import digest
from app.sandbox.backstage import backstage
from app.wizard.reading.definition import load
from tests.support.agreeing import AGREEMENT, SECOND, invite, opened
from tests.support.drafting import BOAT, MARKET, TREE, ask, publish, text, tree_form
from tests.support.journeys import complete, go_on, submit
from tests.support.visitor import PORTAL
from tests.support.wizard import make_step

STALL = tree_form(
    make_step("seller", ask("seller", "Người bán")),
    make_step("goods", ask("goods", "Mặt hàng")),
    code=MARKET,
)
CRAFT = tree_form(make_step("skipper", ask("skipper", "Người lái")), code=BOAT)
LINKS = [
    {
        "procedure": MARKET,
        "definition": STALL["id"],
        "name": text("Quầy hàng"),
        "summary": text("Phường giao quầy."),
        "answers": {"seller": "carer"},
    },
    {
        "procedure": BOAT,
        "name": text("Thuyền"),
        "summary": text("Tỉnh cấp."),
        "default": False,
        "answers": {"skipper": "carer"},
    },
]
PARTNER = {"name": "Nguyễn Thị Em", "paper_type": "cccd", "paper_number": SECOND}
SIGNED_STALL = tree_form(
    make_step("seller", ask("seller", "Người bán")),
    make_step("other", ask("partner", "Người cùng bán", "person", asked=["name", "paper"])),
    code=MARKET,
    parties=[{"key": "partner", "name": text("Người cùng bán"), "person": "partner"}],
    signing={"methods": ["certificate", "declaration"]},
)
MAYBE = tree_form(
    make_step("who", ask("stall", "Có quầy hàng", "yes_no")),
    linked=[
        {
            "procedure": MARKET,
            "name": text("Quầy hàng"),
            "summary": text("Phường giao quầy."),
            "when": {"equals": ["stall", True]},
            "answers": {"seller": {"literal": "An"}},
        }
    ],
)
REPEAT = {"item": text("Người phụ"), "min": 1, "max": 3}
STALLS = tree_form(make_step("sellers", ask("seller", "Người bán"), repeat=REPEAT), code=MARKET)
GROUPED = tree_form(
    make_step("who", ask("carer", "Người chăm sóc")),
    make_step("helpers", ask("helper", "Người phụ"), repeat=REPEAT),
    linked=[
        {
            "procedure": MARKET,
            "name": text("Quầy hàng"),
            "summary": text("Phường giao quầy."),
            "answers": {"sellers": {"items": "helpers", "answers": {"seller": "helper"}}},
        }
    ],
)
MAIN = tree_form(make_step("who", ask("carer", "Người chăm sóc")), linked=LINKS)


@pytest.fixture
def check(world, visitor, sign_in):
    """The check page of the main form."""
    publish(world, STALL, CRAFT, MAIN)
    sign_in()
    return complete(visitor, TREE, {"carer": "Trần Thị Bình"}, definition=load(MAIN))


def along(visitor, page, *procedures, button=None):
    return visitor.send(page, {"along": list(procedures)}, button=button, form="#along form")


def answered(visitor, check):
    """The check page after the stall's open question was answered."""
    step = along(visitor, check, MARKET, button=f"answer={MARKET}")
    return go_on(visitor, step, load(STALL), {"goods": "Rau"})


def applications(world):
    with world.database.session(writes=False) as session:
        return session.scalars(select(Application).order_by(Application.receipt_number)).all()


def received(world):
    with backstage(world.sandbox).desk() as desk:
        return {dossier.procedure: dossier for dossier in desk.dossiers()}


def test_what_is_missing_is_asked_and_nothing_else(visitor, check):
    assert "Còn câu hỏi chưa trả lời" in check.text
    assert not check.has("[name=declared]")
    missing = check.texts(".notice li a[href='#along']")
    assert [text.split(":")[0] for text in missing] == ["Trả lời nốt hoặc bỏ chọn"]

    step = along(visitor, check, MARKET, button=f"answer={MARKET}")
    after = go_on(visitor, step, load(STALL), {"goods": "Rau"})

    assert step.url.endswith("/goods")
    assert after.url == check.url
    assert after.has("[name=declared]")


def test_one_filing_becomes_two_dossiers_with_one_receipt(world, visitor, check):
    receipt = submit(visitor, answered(visitor, check))
    world.deliver()

    main, stall = applications(world)
    assert stall.receipt_number == f"{main.receipt_number}-2"
    assert stall.payload["answers"] == {"seller": "Trần Thị Bình", "goods": "Rau"}
    assert {dossier.code for dossier in received(world).values()} != {None}
    assert set(received(world)) == {TREE, MARKET}
    assert main.receipt_number in receipt.text
    page = visitor.visit(f"/vi/dossiers/{received(world)[MARKET].code}")
    assert "Nộp cùng nhau" in page.text
    assert page.has(f"a[href$='{received(world)[TREE].code}']")
    assert f"Nộp cùng {main.receipt_number}" in visitor.visit("/vi/dossiers").text


def test_each_goes_its_own_way(world, visitor, check):
    submit(visitor, answered(visitor, check))
    world.deliver()
    codes = {procedure: dossier.code for procedure, dossier in received(world).items()}
    with backstage(world.sandbox).desk() as desk:
        desk.accept(codes[MARKET])
    world.deliver()

    page = visitor.visit(f"/vi/dossiers/{codes[TREE]}")

    assert "Được tiếp nhận" in page.one(f"li:has(a[href$='{codes[MARKET]}'])").text
    for code in codes.values():
        assert code in visitor.visit(f"/vi/track?code={code}").text


def test_what_is_unticked_is_not_filed(world, visitor, check):
    page = along(visitor, check)

    submit(visitor, page)
    world.deliver()

    assert set(received(world)) == {TREE}


def test_what_is_off_by_default_can_be_ticked(world, visitor, check):
    submit(visitor, along(visitor, check, BOAT))
    world.deliver()

    assert set(received(world)) == {TREE, BOAT}
    assert received(world)[BOAT].answers == {"skipper": "Trần Thị Bình"}


def test_a_changed_main_answer_reaches_the_linked_form(world, visitor, check):
    page = answered(visitor, check)
    step = visitor.visit(page.url.replace("/check", "/who"))
    submit(visitor, visitor.send(step, {"carer": "Lê Văn Ba"}, form="#step-form"))
    world.deliver()

    assert received(world)[MARKET].answers == {"seller": "Lê Văn Ba", "goods": "Rau"}


def test_a_group_of_the_main_form_is_a_group_of_the_linked_one(world, visitor, sign_in):
    publish(world, STALLS, GROUPED)
    sign_in()
    helpers = [{"helper": "An"}, {"helper": "Bình"}]
    page = complete(visitor, TREE, {"carer": "Trần Thị Bình", "helpers": helpers}, definition=load(GROUPED))
    assert page.has("[name=declared]")

    submit(visitor, page)
    world.deliver()

    assert received(world)[MARKET].answers["sellers"] == [{"seller": "An"}, {"seller": "Bình"}]


def test_the_one_receipt_lists_what_every_agency_was_sent(world, visitor, check):
    receipt = submit(visitor, answered(visitor, check))
    world.deliver()
    page = visitor.visit(receipt.url)

    dossiers = received(world)
    pdf, listed = (
        visitor.client.get(page.link(name), base_url=PORTAL) for name in ("Biên nhận", "Danh sách tệp")
    )
    words = "".join("".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(pdf.data)).pages).split())
    document = listed.get_json()
    (along,) = document["filed_along"]
    (named,) = document["manifest"]["filed_along"]
    assert named["manifest_sha256"] == digest(along["manifest"])
    for dossier, manifest in ((dossiers[TREE], document["manifest"]), (dossiers[MARKET], along["manifest"])):
        assert dossier.receipt_number == manifest["receipt_number"]
        for said in (dossier.code, dossier.agency["name"]["vi"], manifest["application_pdf"]["sha256"]):
            assert "".join(said.split()) in words
            assert said in page.text
    genuine = visitor.visit(f"/vi/verify/{document['manifest']['receipt_number']}")
    assert "2 trên 2 tệp" in genuine.text


def test_a_part_that_waits_for_its_agency_is_listed_as_waiting(world, visitor, check):
    page = answered(visitor, check)
    with backstage(world.sandbox).failures() as failures:
        failures.turn_on("applications", "down")

    receipt = submit(visitor, page)

    assert receipt.text.count("Mã hồ sơ sẽ có sau") >= 2


def test_somebody_who_takes_part_only_in_what_is_filed_along_signs_that(
    world, visitor, sign_in, another_visitor
):
    publish(world, SIGNED_STALL, MAIN)
    sign_in()
    check = complete(visitor, TREE, {"carer": "Trần Thị Bình"}, definition=load(MAIN))
    step = along(visitor, check, MARKET, button=f"answer={MARKET}")
    after = go_on(visitor, step, load(SIGNED_STALL), {"partner": PARTNER})
    assert not after.has("[name=declared]")
    second = another_visitor()
    second.sign_in(SECOND)
    page = opened(second, invite(visitor, after))

    asked = second.send(page, button="agree=certificate", form=AGREEMENT)
    signed = second.send(asked, {"pin": "demo"}, button="answer=yes", form="main form")
    submit(visitor, visitor.visit(check.url))
    world.deliver()

    main, stall = applications(world)
    assert "Người bán" in page.text
    assert "Bạn đã ký hồ sơ này" in signed.text
    assert "parties" not in main.payload
    assert [(one["id_number"], one["paper"]["signed"]) for one in stall.payload["parties"]] == [
        (SECOND, True)
    ]
    assert set(received(world)) == {TREE, MARKET}
    assert stall.receipt_number in second.visit(page.url).text


def test_who_was_invited_to_what_is_filed_along_no_more_is_asked_nothing(
    world, visitor, sign_in, another_visitor
):
    publish(world, SIGNED_STALL, MAYBE)
    sign_in()
    check = complete(visitor, TREE, {"stall": True}, definition=load(MAYBE))
    step = along(visitor, check, MARKET, button=f"answer={MARKET}")
    after = go_on(visitor, step, load(SIGNED_STALL), {"partner": PARTNER})
    second = another_visitor()
    second.sign_in(SECOND)
    page = opened(second, invite(visitor, after))
    assert second.visit("/vi/dossiers").has("#asked")

    step = visitor.visit(check.url.replace("/check", "/who"))
    visitor.send(step, {"stall": "no"}, form="#step-form")

    assert not second.visit("/vi/dossiers").has("#asked")
    second.visit(page.url, status=404)


def test_what_is_declared_says_what_is_filed_along(world, visitor, check):
    receipt = submit(visitor, answered(visitor, check))
    world.deliver()

    main, stall = applications(world)
    assert stall.payload["application_pdf"]["sha256"] == main.payload["application_pdf"]["sha256"]
    link = receipt.one("a[href*='/application.pdf']").attr("href")
    paper = visitor.client.get(link, base_url=PORTAL).data
    words = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper)).pages)
    assert "Ngườibán" in "".join(words.split())
    assert "Rau" in words


def test_an_answer_of_what_is_filed_along_that_changed_since_is_checked_once_more(visitor, check):
    page = answered(visitor, check)
    step = along(visitor, page, MARKET, button=f"answer={MARKET}")
    assert step.url.endswith("/goods")
    visitor.send(step, {"goods": "Hoa"}, form="#step-form")

    again = visitor.send(page, {"declared": "y"}, form="main form[action$='/check']")

    assert "Hãy kiểm tra lại" in again.text or "kiểm tra lại" in again.text
    assert again.has("[name=declared]")


def test_a_linked_form_cannot_be_sent_alone(visitor, check):
    step = along(visitor, check, MARKET, button=f"answer={MARKET}")
    child = step.url.rsplit("/", 1)[0]
    go_on(visitor, step, load(STALL), {"goods": "Rau"})

    assert visitor.visit(f"{child}/check").url == check.url
    assert visitor.visit("/vi/dossiers").texts("tr.dossier-row th a") == ["Biểu mẫu"]


def test_nobody_else_chooses_what_is_filed_along(check, another_visitor):
    stranger = another_visitor()
    stranger.sign_in("048178000044")

    stranger.visit(check.url, status=404)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_fails_each_part_arrives_exactly_once(world, visitor, check, clock, seed):
    chance = random.Random(seed)
    page = answered(visitor, check)
    page = along(visitor, page, MARKET, BOAT)
    for kind in ("lost_response", "down", "slow"):
        with backstage(world.sandbox).failures() as failures:
            value = 1 if kind == "slow" else None
            failures.turn_on("applications", kind, times=chance.randrange(1, 4), value=value)
    submit(visitor, page)
    for _ in range(8):
        clock.move(minutes=20)
        world.deliver()

    with backstage(world.sandbox).desk() as desk:
        found = [dossier.application_id for dossier in desk.dossiers()]
    assert sorted(found) == sorted(str(one.id) for one in applications(world))
    assert len(set(received(world))) == len(found) == 3
