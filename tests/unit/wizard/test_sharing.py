"""One form, several people: each goes through their own steps, and the whole is complete when all are."""

import pytest

from app.errors import NotFound
from app.wizard.flow import Flow
from app.wizard.sharing import OWNER, names_themself
from tests.support.forms import TODAY
from tests.support.wizard import make_definition, make_question, make_step

T = {"vi": "chữ", "en": "words"}
FORM = make_definition(
    make_step("first", make_question("two", "yes_no")),
    make_step("hers", make_question("wife", "person", asked=["name", "paper"])),
    make_step("times", make_question("times", "number"), when={"answered": "wife"}),
    make_step("last", make_question("where", "text")),
    parties=[
        {
            "key": "wife",
            "name": T,
            "person": "wife",
            "steps": ["hers", "times"],
            "when": {"equals": ["two", True]},
        }
    ],
)
WIFE = {"name": "Lê Thị Hoa", "paper_type": "cccd", "paper_number": "001190000011"}


def keys(flow):
    return [step.key for step in flow.own]


def test_the_owner_passes_by_what_another_person_answers():
    flow = Flow(FORM, {"two": True}, TODAY, OWNER)

    assert keys(flow) == ["first", "last"]
    assert flow.onward("first").key == "last"
    assert flow.before("last").key == "first"
    with pytest.raises(NotFound):
        flow.visit("hers")


def test_the_owners_part_can_be_complete_while_the_whole_is_not():
    flow = Flow(FORM, {"two": True, "where": "Huế"}, TODAY, OWNER)

    assert flow.own_complete
    assert flow.minutes_left == 0
    assert not flow.complete


def test_the_other_person_goes_through_their_own_steps_whatever_the_owner_left_open():
    flow = Flow(FORM, {"two": True, "wife": WIFE}, TODAY, "wife")

    assert keys(flow) == ["hers", "times"]
    assert flow.visit("times").key == "times"
    assert flow.first_open().key == "times"
    with pytest.raises(NotFound):
        flow.visit("last")


def test_without_the_other_person_the_owner_answers_everything():
    assert keys(Flow(FORM, {"two": False}, TODAY, OWNER)) == ["first", "hers", "last"]


def test_who_goes_through_everything_at_once_meets_every_step():
    flow = Flow(FORM, {"two": True, "wife": WIFE, "times": 1, "where": "Huế"}, TODAY)

    assert keys(flow) == ["first", "hers", "times", "last"]
    assert flow.complete


def test_somebody_who_names_themself_is_not_known_from_the_answers():
    assert names_themself(FORM, FORM.parties[0])
