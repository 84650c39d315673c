"""What travels beside the answers."""

import pytest

from app.wizard.parcel import locality, subject
from app.wizard.reading.definition import DefinitionError
from tests.support.wizard import context, make_definition, make_question, make_step


def test_where_a_province_is_enough_the_ward_is_left_open():
    office = make_question("office", "address", schemes=["2025"], free=False, line="none", ward="optional")
    form = make_definition(make_step("s", office), locality="office")

    picked = form.question("office").read({"office-scheme": ["2025"], "office-province": ["01"]}, context())

    assert locality(form, {"office": picked.value}) == {"province": "01", "ward": None}
    assert locality(form, {}) is None


def test_the_first_person_that_is_answered_says_for_whom_it_is():
    people = make_step("people", make_question("mover"), make_question("child"))
    form = make_definition(people, subject=["mover", "child"])

    assert subject(form, {"child": "Minh Anh"}) == "Minh Anh"
    assert subject(form, {"child": "Minh Anh", "mover": "Bình"}) == "Bình"
    assert subject(form, {}) is None


def test_a_question_that_is_not_there_says_for_nobody():
    with pytest.raises(DefinitionError, match=r"unknown question 'nobody\.name'"):
        make_definition(make_step("people", make_question("mover")), subject=["mover", "nobody.name"])
