"""One filing through to every agency's result: birth with residence and card, a business with its tax."""

import pytest

from app.sandbox.backstage import backstage
from tests.integration.services.test_birth import NEWBORN
from tests.integration.services.test_businesses import HOUSEHOLD
from tests.support.journeys import go_on, published, submit


@pytest.fixture
def filed(apply, visitor, world):
    """`filed("2.000986", answers, along)`: the receipt of a filing with all that can be filed along."""

    def file(procedure, answers, along, lang="vi"):
        page = apply.until_check(procedure, answers, lang=lang)
        for linked, more in along.items():
            if page.has(f"button[name=answer][value='{linked}']"):
                step = visitor.send(page, button=f"answer={linked}", form="#along form")
                page = go_on(visitor, step, published(linked), more)
        receipt = submit(visitor, page)
        world.deliver()
        return receipt

    return file


def handled(world, *procedures):
    """Every agency takes its own dossier to the end; the codes by procedure."""
    with backstage(world.sandbox).desk() as desk:
        codes = {one.procedure: one.code for one in desk.dossiers()}
        assert set(codes) == set(procedures)
        for code in codes.values():
            desk.accept(code)
            desk.start(code)
            desk.finish(code)
    world.deliver()
    return codes


def agency(world, code):
    with backstage(world.sandbox).desk() as desk:
        return desk.dossier(code).agency["name"]["vi"]


RESIDENCE = {
    "prohibited": False,
    "household": "join",
    "head_relation": {"kind": "child"},
    "head_consent_by": "me",
    "owner_consent_by": "me",
    "parent_consent_by": "me",
    "fee_group": "none",
}


def test_a_birth_a_residence_and_a_card_are_one_filing_with_three_results(filed, visitor, world):
    procedures = ("2.000986", "1.004222", "1.014137")
    receipt = filed("2.000986", NEWBORN, {"1.004222": RESIDENCE, "1.014137": {"card_kind": "electronic"}})

    codes = handled(world, *procedures)

    number = receipt.all(".confirmation strong")[0].text
    page = visitor.visit(f"/vi/dossiers/{codes['2.000986']}")
    assert len(page.all("section:has(h2) li a[href*='/dossiers/']")) >= 2
    for code in codes.values():
        page = visitor.visit(f"/vi/dossiers/{code}")
        assert number in page.text
        assert "Nguyễn Minh Anh" in page.heading
        assert page.has("a[href*='/result']"), page.text[:800]
    assert len([row for row in visitor.visit("/vi/dossiers").texts("th") if "Nguyễn Minh Anh" in row]) == 3
    assert [agency(world, codes[procedure]) for procedure in procedures] == [
        "Ủy ban nhân dân phường Ba Đình",
        "Công an phường Ba Đình",
        "Bảo hiểm xã hội thành phố Hà Nội",
    ]


def test_a_household_business_and_its_tax_are_one_filing_with_two_results(filed, visitor, world):
    receipt = filed("1.001612", HOUSEHOLD, {"1.008498": {}}, lang="en")

    codes = handled(world, "1.001612", "1.008498")

    number = receipt.all(".confirmation strong")[0].text
    for code in codes.values():
        page = visitor.visit(f"/en/dossiers/{code}")
        assert number in page.text
    assert agency(world, codes["1.001612"]) == "Ủy ban nhân dân phường Ba Đình"
    assert agency(world, codes["1.008498"]) == "Thuế thành phố Hà Nội"
