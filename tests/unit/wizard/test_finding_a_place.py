"""Who knows only a name, old or new, types it: also where the unit decides the office."""

from dataclasses import replace
from itertools import chain

import pytest

from app.localities.places import Places
from app.localities.register import register
from app.wizard.question_types.address import AddressQuestion, picked
from app.wizard.reading.authoring import read
from app.wizard.state import start
from app.wizard.typed import fields, keep
from tests.support.wizard import PUBLISHED, ask_one, context, make_definition, make_question, make_step
from tests.unit.wizard.test_question_templates import show

VIETNAM = replace(context("vi"), places=Places())
OFFICE = {"schemes": ["2025"], "line": "none", "free": False}
HCMC, HANOI = "79", "01"


def _question(**more):
    return ask_one("address", **(OFFICE | more))


def _finding(typed, **more):
    return _question(**more).view({"q-find": [typed]}, VIETNAM)["finding"]


def _codes(finding):
    return [pick.codes for one in finding.found for pick in one.picks]


def _forms():
    folders = {file.parent for file in PUBLISHED.glob("*/*.json")} - {PUBLISHED / "blocks"}
    return [read(folder / "1.json") for folder in sorted(folders)]


def test_every_form_takes_a_typed_place_or_lets_it_be_found_by_its_name():
    asked = chain.from_iterable(step.questions for form in _forms() for step in form.steps)
    addresses = [one for one in asked if isinstance(one, AddressQuestion)]

    assert len([one for one in addresses if not one.free]) > 40
    assert [one.key for one in addresses if not (one.free or one.view({}, context())["finds"])] == []


@pytest.mark.parametrize("scheme", ["2025", "2024"])
def test_the_whole_name_of_any_unit_finds_what_it_is_today(scheme):
    units, places = register(scheme), Places()
    some = [code for number, code in enumerate(units) if len(code) == 2 or number % 41 == 0]

    for code in some:
        heirs = [units.unit(code)] if scheme == "2025" else [heir.unit for heir in places.successor(code)]
        finding = _finding(places.label(units.unit(code))["vi"])
        found = [codes.split(":")[-1] for codes in _codes(finding)]
        missing = {heir.code for heir in heirs} - set(found)
        assert len(missing) <= sum(one.more for one in finding.found), code


@pytest.mark.parametrize("typed", ["Bắc Giang", "tinh bac giang", "Phường Dĩnh Kế, Thành phố Bắc Giang"])
def test_where_the_province_decides_any_name_in_it_finds_the_province(typed):
    assert _codes(_finding(typed, ward="none"))[0] == "24"


def test_what_is_called_alike_is_offered_where_nothing_has_the_name():
    finding = _finding("Ben Nghhee")

    assert finding.similar
    assert f"{HCMC}:26740" in _codes(finding)
    assert _finding("zzzz").found == ()


def test_a_form_for_some_provinces_says_that_a_place_is_outside():
    assert _finding("Sapa", ward="none", provinces=[HANOI]).outside
    assert not _finding("Hà Nội", ward="none", provinces=[HANOI]).outside


def _errors(typed, *, province="", ward="", **more):
    form = {"q-find": [typed], "q-province": [province], "q-ward": [ward]}
    reading = _question(**more).read(form, VIETNAM)
    return {name: error.text(VIETNAM) for name, error in reading.errors.items()}


def test_going_on_with_a_name_that_was_not_picked_says_what_to_press():
    assert list(_errors("Bến Nghé")) == ["q-find"]
    assert "“Bến Nghé”" in _errors("Bến Nghé")["q-find"]
    assert "similar" in _errors("Ben Nghhee")["q-find"]
    assert "lists" in _errors("zzzz")["q-find"]


def test_a_name_that_is_not_the_place_in_the_lists_does_not_go_by_unseen():
    assert _errors("Bến Nghé", province=HANOI, ward="00004")
    assert not _errors("Ba Đình, Hà Nội", province=HANOI, ward="00004")
    assert not _errors("Hà Nội", province=HANOI, ward="00004")
    assert not _errors("zzzz", province=HANOI, ward="00004")
    assert not _errors("Quận Ba Đình", province=HANOI, ward="00004")


def test_an_optional_place_that_was_only_typed_is_not_dropped():
    assert _errors("Bến Nghé", required=False)
    assert not _errors("", required=False)


def test_picking_a_place_answers_the_question_and_empties_the_box():
    question = _question(ward="none")

    reading = question.read(picked("q", _codes(_finding("Bắc Giang", ward="none"))[0]), VIETNAM)

    assert (reading.value["province"], reading.errors) == ("24", {})


def _page(typed, **more):
    form = make_definition(make_step("s", make_question("q", "address", **(OFFICE | more))))
    state = keep(form, start(), "s", {"_shown": ["q"], "q-find": [typed]}, context())
    assert [field.typed("find") for field in fields(form, state, "s", context())] == [typed]
    return show(form, state, "s")


@pytest.mark.parametrize(
    ("typed", "buttons"), [("zzzz", []), ("phường", 3), ("Phường Sài Gòn", ["Sài Gòn Ward"])]
)
def test_the_page_says_what_to_do_and_keeps_what_was_typed(typed, buttons):
    page = _page(typed)

    pressed = [one.text() for one in page.css("button[value^='place:']")]
    assert pressed == buttons or len(pressed) == buttons
    assert page.css_first("#q-find").attributes["value"] == typed
    assert ("1800 1096" in page.body.text()) is (len(pressed) != 1)
    assert page.css_matches("#q-province")
