"""Operators see what is late and how time is kept; nobody else does."""

import random

import pytest
from sqlalchemy import delete

from app.features.dossiers.mirror.models import Agency
from app.features.supervision.models import CountedDay
from app.features.supervision.service import SupervisionService
from app.web.services import use
from tests.integration.supervision.conftest import make_dossier

OPERATOR = "001180000099"


@pytest.fixture
def many(world, deliver):
    """300 dossiers, counted."""
    dice = random.Random(3)
    with world.database.transaction() as session:
        session.add_all(make_dossier(number, dice) for number in range(1, 301))
        session.add(Agency(code="H26.32", name={"vi": "UBND phường Cửa Nam", "en": "Cua Nam Ward"}))
        session.execute(delete(CountedDay))
        session.commit()
    deliver()


def test_late_dossiers_are_listed_without_names_of_people(visitor, many):
    visitor.sign_in(OPERATOR)

    page = visitor.visit("/en/operations/overdue")

    assert page.heading == "Overdue dossiers"
    assert len(page.all("tbody tr")) == len({row.text for row in page.all("tbody th")}) > 20
    assert "working day" in page.all("tbody td")[0].text
    assert "Cua Nam Ward H26.32" in page.one("table").text


def test_the_list_is_narrowed_by_place_and_agency(visitor, send, many):
    visitor.sign_in(OPERATOR)
    page = visitor.visit("/vi/operations/overdue")

    narrowed = send(page, {"locality": "79"}, form="main form")

    assert 0 < len(narrowed.all("tbody tr")) < len(page.all("tbody tr"))
    assert narrowed.one("option[selected]").attr("value") == "79"
    assert send(page, {"agency": "H99.99"}, form="main form").has(".empty-state")


@pytest.mark.parametrize("after", ["", "x", "2026-01-01~", "2026-01-01T00:00:00~" + "0" * 32, "~", "9" * 500])
def test_a_broken_place_begins_at_the_start(visitor, many, after):
    visitor.sign_in(OPERATOR)

    assert visitor.visit(f"/en/operations/overdue?after={after}").has("tbody tr")


def test_punctuality_leads_from_the_country_to_a_province_to_its_late_dossiers(visitor, many):
    visitor.sign_in(OPERATOR)

    country = visitor.visit("/en/operations/punctuality")
    province = visitor.follow(country, "Hanoi City")
    late = visitor.visit(province.one("tbody a[href*='/overdue?agency=H26.32']").attr("href"))

    assert "%" in country.one(".figures").text
    assert province.one("option[selected]").text == "Hanoi City"
    assert {"H26.32", "H26.40"} == {name.text.split()[-1] for name in province.all("tbody th")}
    assert late.has("tbody tr")


def test_what_belongs_to_no_province_has_a_page_too(visitor, many):
    visitor.sign_in(OPERATOR)

    page = visitor.follow(visitor.visit("/en/operations/punctuality"), "Central agencies")

    assert [name.text.split()[-1] for name in page.all("tbody th")] == ["G01.5"]


@pytest.mark.parametrize(
    ("lang", "words"), [("vi", "Thường xong trong {} ngày làm việc"), ("en", "Usually {} working days")]
)
def test_a_procedures_page_says_how_long_it_usually_takes(world, visitor, many, lang, words):
    with world.portal.test_request_context():
        time = use(SupervisionService).time("1.001193")

    said = visitor.visit(f"/{lang}/procedures/1.001193").all(".card--lead .answers")[0].text

    assert time.median > 1
    assert words.format(time.median) in said
    assert f"{time.share}%" in said and f"{time.dossiers} " in said


def test_before_ten_dossiers_are_finished_a_procedures_page_promises_nothing(visitor):
    assert "Thường xong" not in visitor.visit("/vi/procedures/1.001193").one("main").text


def test_processing_times_of_procedures_are_listed(visitor, many):
    visitor.sign_in(OPERATOR)

    page = visitor.follow(visitor.visit("/en/operations/punctuality"), "Time from receipt to result")

    assert len(page.all("tbody tr")) == 3
    assert "working day" in page.all("tbody td")[0].text


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999"])
def test_a_page_that_is_not_there_is_the_nearest_one(visitor, many, number):
    visitor.sign_in(OPERATOR)

    assert visitor.visit(f"/en/operations/punctuality/agencies?page={number}").has("tbody tr")


def test_a_province_without_dossiers_says_so(visitor, many):
    visitor.sign_in(OPERATOR)

    assert visitor.visit("/vi/operations/punctuality/agencies?locality=96").has(".empty-state")


def test_before_anything_was_counted_the_pages_say_so(visitor):
    visitor.sign_in(OPERATOR)

    assert visitor.visit("/vi/operations/overdue").has(".empty-state")
    assert "Chưa" in visitor.visit("/vi/operations/punctuality").one("main").text


@pytest.mark.parametrize("page", ["overdue", "punctuality", "punctuality/agencies", "punctuality/procedures"])
def test_other_people_do_not_reach_them(visitor, page):
    visitor.sign_in()

    visitor.visit(f"/en/operations/{page}", status=404)


def test_the_operators_first_page_leads_there(visitor):
    visitor.sign_in(OPERATOR)
    page = visitor.visit("/en/operations")

    assert visitor.follow(page, "Overdue dossiers").heading == "Overdue dossiers"
    assert visitor.follow(page, "Punctuality").heading == "Punctuality"
