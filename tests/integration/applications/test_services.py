"""What a form can do beyond questions, page by page: pre-check, papers, fees, tables, groups, free order."""

import json
import shutil

import pytest

from app.wizard.reading.authoring import compile_files, published
from app.wizard.reading.definition import load
from tests.support.answers import random_walk
from tests.support.clock import MovableClock
from tests.support.journeys import complete, go_on, submit
from tests.support.visitor import Visitor
from tests.support.wizard import FOLDER, PUBLISHED
from tests.support.worlds import World

SERVICES = FOLDER.parent / "services"
LICENCE, STATUS = "3.000347", "1.004873"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A portal whose agencies publish the services of the tests, with the blocks of the real ones."""
    folder = tmp_path_factory.mktemp("services")
    definitions = folder / "definitions"
    shutil.copytree(SERVICES, definitions)
    shutil.copytree(PUBLISHED / "blocks", definitions / "blocks")
    compile_files(definitions)
    world = World(folder, MovableClock(), definitions_dir=definitions)
    world.prepare()
    yield world
    world.close()


@pytest.fixture
def visitor(world):
    return Visitor(world.portal, world.sandbox)


@pytest.fixture
def licence(world):
    return _form(world, "exchange")


def _form(world, name):
    return load(published(world.folder / "definitions" / name / "1.json"))


ANSWERS = {
    "kind": "car",
    "born": "1978-03-05",
    "age": 48,
    "goods": [
        {"name": "Gạo", "value": 1000},
        {"name": "Vải", "value": 250000},
        {"name": "Đường", "value": 5},
    ],
    "total": 251005,
    "witnesses": [
        {"witness": "Trần Văn Hai", "bond": {"kind": "other", "other": "Hàng xóm"}},
        {"witness": "Lê Ba", "bond": {"kind": "brother"}},
    ],
    "account": {"bank": "970436", "number": "00110045678", "holder": "NGUYỄN THỊ EM"},
}


def test_an_application_is_filled_in_from_plain_answers_and_arrives(visitor, licence):
    visitor.sign_in("048178000044")

    page = complete(visitor, LICENCE, ANSWERS, definition=licence)
    receipt = submit(visitor, page)

    assert page.heading == "Kiểm tra câu trả lời trước khi nộp"
    assert "CDV-" in receipt.text
    assert receipt.has("#receipt")


def test_the_check_page_says_papers_fees_and_the_day_of_the_answer(visitor, licence):
    visitor.sign_in("048178000044")

    page = complete(visitor, LICENCE, ANSWERS, lang="en", definition=licence)

    assert "If you send it now, by" in page.text
    assert "The agency has 5 working days." in page.text
    assert [row.text for row in page.all("table.fees tfoot td")] == ["VND 135,000"]
    assert "Circular on fees" in page.one("table.fees").text
    assert "not needed" in page.one("section[aria-labelledby='papers-heading']").text
    assert "Asked because you answered “Car” to “What do you drive?”" in page.text


def test_what_the_business_register_knows_is_filled_in_and_says_so(visitor, licence):
    visitor.sign_in("048178000044")

    page = complete(visitor, LICENCE, ANSWERS, until="business", definition=licence)

    assert page.values("#step-form")["business_name"].startswith("CÔNG TY")
    assert "Từ cơ sở dữ liệu đăng ký kinh doanh" in page.text


def test_an_earlier_application_fills_in_the_next(visitor, licence):
    visitor.sign_in("079085000022")
    submit(visitor, complete(visitor, LICENCE, ANSWERS, definition=licence))

    page = complete(visitor, LICENCE, ANSWERS, until="account", definition=licence)

    assert page.values("#step-form")["account-number"] == "00110045678"
    assert "Từ hồ sơ trước của bạn" in page.text


def test_a_stranger_learns_before_signing_in_that_it_is_the_wrong_procedure(visitor):
    page = visitor.visit(f"/en/applications/start/{LICENCE}/check")
    page = visitor.send(page, {"kind": "car"}, form="#precheck-form", status=422)
    page = visitor.send(page, {"kind": "car", **_day(2015)}, form="#precheck-form")

    assert "Drivers must be 18" in page.text
    assert "Law on Road Traffic" in page.text
    assert "Wait until you are 18" in page.text
    assert not page.has("form[action$='/start/3.000347']")


def test_the_answers_of_the_pre_check_are_carried_over_the_sign_in(visitor):
    page = visitor.visit(f"/en/applications/start/{LICENCE}/check")
    page = visitor.send(page, {"kind": "car"}, form="#precheck-form", status=422)
    page = visitor.send(page, {"_carry_to": "vi"}, form="#precheck-form", status=(200, 303))
    assert page.values("#precheck-form")["kind"] == "car"
    page = visitor.send(page, {"_carry_to": "en", **_day(1990)}, form="#precheck-form", status=(200, 303))
    page = visitor.send(page, form="#precheck-form")
    visitor.send(page, form=f"form[action$='/start/{LICENCE}']", status=401)

    page = visitor.sign_in("022065000055", to=f"/en/applications/start/{LICENCE}")
    page = visitor.send(page, form=f"main form[action$='/start/{LICENCE}']")

    assert page.url.endswith("/goods")


def test_the_same_fact_refuses_inside_the_form(visitor, licence):
    visitor.sign_in("037201000033")
    page = complete(visitor, LICENCE, ANSWERS, lang="en", until="born", definition=licence)

    page = visitor.send(page, _day(2015), form="#step-form", status=422)

    assert "Drivers must be 18" in page.text
    assert page.url.endswith("/born")


def test_rows_of_a_table_come_and_go_without_javascript(visitor, licence):
    visitor.sign_in("037201000033")
    page = _begin(visitor)
    page = go_on(visitor, page, licence, ANSWERS, until="goods")
    for number, name in enumerate(("Gạo", "Vải")):
        row = {f"goods-{number}-name": name, f"goods-{number}-value": "5"}
        page = visitor.send(page, row, button="_action=units", form="#step-form")
    removable = [button.attr("value") for button in page.all("button[value^='clear:']")]
    page = visitor.send(page, button="_action=clear:goods-0-", form="#step-form")

    values = page.values("#step-form")

    assert removable == ["clear:goods-0-", "clear:goods-1-"], "the empty row has nothing to remove"
    assert "goods-0-name" not in values or values["goods-0-name"] == ""
    assert values["goods-1-name"] == "Vải"


def test_sections_of_a_free_order_are_a_list_of_tasks(visitor, world):
    form = _form(world, "free")
    visitor.sign_in("022065000055")
    page = complete(visitor, STATUS, {}, lang="en", until="tasks", definition=form)
    states, waits = page.texts("main ul.rows .tag"), page.texts("main ul.rows li p")
    page = go_on(visitor, page, form, random_walk(form, 1))

    assert states == ["Not started", "Not started", "Cannot start yet"]
    assert waits == ["First fill in: One, Two"]
    assert page.url.endswith("/check")


def test_nobody_starts_a_service_that_is_over(visitor):
    visitor.sign_in("022065000055")

    page = visitor.visit("/en/applications/start/2.000815", status=409)

    assert "The support ended in 2022" in page.text


def _begin(visitor):
    page = visitor.visit(f"/en/applications/start/{LICENCE}")
    button = "anew=1" if page.has("[name='anew']") else None
    return visitor.send(page, button=button, form=f"main form[action$='/start/{LICENCE}']")


def _day(year):
    return {"born-day": "5", "born-month": "3", "born-year": str(year)}


def test_the_services_of_these_tests_are_right():
    assert {json.loads(file.read_text())["procedure"] for file in SERVICES.glob("*/1.json")} == {
        LICENCE,
        STATUS,
        "2.000815",
    }


def test_an_operator_sees_every_page_of_every_form(visitor, licence):
    visitor.sign_in("001180000099")
    page = visitor.visit("/en/operations/definitions")
    listed = page.one("main ul.links").text
    visitor.visit(page.one("main ul.links a[href$='/exchange/1']").attr("href"))

    assert "exchange" in listed and LICENCE in listed
    for step in licence.steps:
        shown = visitor.visit(f"/en/operations/definitions/exchange/1?step={step.key}")
        assert shown.heading == step.title["en"]
        assert len(shown.all("input[name=_shown]")) == len(step.questions)


def test_only_operators_see_previews(visitor):
    visitor.sign_in("022065000055")

    visitor.visit("/en/operations/definitions", status=404)
    visitor.visit("/en/operations/definitions/exchange/1", status=404)
