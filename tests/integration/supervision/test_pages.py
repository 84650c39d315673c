"""Operators see what is late and how time is kept; nobody else does."""

import random

import pytest
from sqlalchemy import delete

from app.features.dossiers.mirror.models import Agency
from app.features.supervision.models import CountedDay
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
    assert "Cua Nam Ward (H26.32)" in page.one("table").text


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


def test_punctuality_shows_places_agencies_and_procedures(visitor, many):
    visitor.sign_in(OPERATOR)

    page = visitor.visit("/en/operations/punctuality")

    assert len(page.all("table")) == 3
    assert "%" in page.all("tbody td")[0].text
    assert "Half within" in page.text
    assert page.has("a[href*='/operations/overdue?agency=H26.32']")


def test_before_anything_was_counted_the_pages_say_so(visitor):
    visitor.sign_in(OPERATOR)

    assert visitor.visit("/vi/operations/overdue").has(".empty-state")
    assert "Chưa" in visitor.visit("/vi/operations/punctuality").one("main").text


@pytest.mark.parametrize("page", ["overdue", "punctuality"])
def test_other_people_do_not_reach_them(visitor, page):
    visitor.sign_in()

    visitor.visit(f"/en/operations/{page}", status=404)


def test_the_operators_first_page_leads_there(visitor):
    visitor.sign_in(OPERATOR)
    page = visitor.visit("/en/operations")

    assert visitor.follow(page, "Overdue dossiers").heading == "Overdue dossiers"
    assert visitor.follow(page, "Punctuality").heading == "Punctuality"
