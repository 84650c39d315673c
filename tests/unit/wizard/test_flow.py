"""The path through a form."""

import pytest

from app.errors import NotFound
from app.wizard.flow import Flow, relevant_answers
from app.wizard.parcel import contact, files, locality, subject
from tests.support.wizard import FILE, TODAY, definition, make_definition, make_question, make_step

BRANCHES = definition("branches")
MEASURES = definition("measures")


def flow(answers, form=BRANCHES):
    return Flow(form, answers, TODAY)


def path(answers, form=BRANCHES):
    return [step.key for step in flow(answers, form).path]


def test_the_lease_is_asked_of_who_leases():
    assert path({}) == ["vehicle", "zone"]
    assert path({"owner": "mine"}) == ["vehicle", "zone"]
    assert path({"owner": "leased"}) == ["vehicle", "lease", "zone"]


def test_an_answer_on_an_abandoned_branch_decides_nothing():
    kept = {"owner": "mine", "lessor": "Công ty A", "lessor_city": "Huế", "zone": 3}

    assert path(kept) == ["vehicle", "zone"]
    assert relevant_answers(BRANCHES, kept, TODAY) == {"owner": "mine", "zone": 3}


def test_what_was_answered_on_a_branch_is_there_when_one_returns_to_it():
    kept = {"owner": "leased", "lessor": "Công ty A", "lessor_city": "Huế", "zone": 3}

    assert relevant_answers(BRANCHES, kept, TODAY) == kept


def test_a_step_can_be_visited_once_all_before_it_are_done():
    assert flow({"owner": "mine"}).visit("zone").key == "zone"
    for key in ("zone", "lease", "nowhere"):
        with pytest.raises(NotFound):
            flow({}).visit(key)


def test_neighbours_are_those_of_the_path():
    leased = flow({"owner": "leased"})

    assert leased.before("vehicle") is None
    assert leased.before("zone").key == "lease"
    assert leased.after("vehicle").key == "lease"
    assert leased.after("zone") is None
    with pytest.raises(NotFound):
        flow({"owner": "mine"}).after("lease")


def test_states_are_computed_from_the_answers():
    states = {step.key: state for step, state in flow({"owner": "leased"}).steps("vehicle")}

    assert states == {"vehicle": "current", "lease": "open", "zone": "remaining"}


def test_an_answer_beyond_a_gap_does_not_make_its_step_done():
    states = {step.key: state for step, state in flow({"owner": "leased", "zone": 3}).steps()}

    assert states == {"vehicle": "done", "lease": "open", "zone": "remaining"}


def test_a_form_is_complete_when_nothing_on_the_path_is_open():
    done = flow({"owner": "mine", "zone": 1})

    assert done.complete
    assert done.first_open() is None
    assert done.minutes_left == 0
    assert not flow({"owner": "mine"}).complete
    assert flow({"owner": "mine"}).first_open().key == "zone"
    assert flow({"owner": "mine"}).minutes_left == 5


def test_an_optional_question_left_blank_on_purpose_is_answered():
    reveal = definition("reveal")

    assert not Flow(reveal, {"wanted": False}, TODAY).complete
    assert Flow(reveal, {"wanted": False, "note": None}, TODAY).complete
    assert relevant_answers(reveal, {"wanted": False, "note": None}, TODAY) == {"wanted": False}


def test_a_required_question_cannot_be_left_blank():
    assert not flow({"owner": None}).complete


def test_continue_stays_while_questions_of_the_step_are_open():
    reveal = definition("reveal")

    assert Flow(reveal, {"wanted": True}, TODAY).onward("copies").key == "copies"
    assert Flow(reveal, {"wanted": True, "count": 2}, TODAY).onward("copies").key == "note"
    assert Flow(reveal, {"wanted": False, "note": "x"}, TODAY).onward("note") is None


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"born": "2008-11-21"}, {"adult", "late", "dog"}),
        ({"born": "2008-11-22"}, {"late", "dog"}),
        ({"born": "2026-11-01", "pets": ["cat"]}, set()),
        ({"pets": ["dog", "cat"]}, {"dog"}),
        ({"size": 51, "pets": ["cat"]}, {"big"}),
        ({"size": 4, "pets": ["cat"]}, {"small"}),
    ],
)
def test_measures_decide_the_path(answers, asked):
    assert set(path(answers, MEASURES)) - {"birth", "pets", "size"} == asked


def test_items_are_counted():
    group = definition("group")
    one = {"witness_name": "An", "witness_knows": False}

    assert path({"witnesses": [one]}, group) == ["witnesses"]
    assert path({"witnesses": [one, one]}, group) == ["witnesses", "many"]


def test_a_group_is_done_when_enough_items_are_complete():
    group = definition("group")
    one = {"witness_name": "An", "witness_knows": False}
    unfinished = {"witness_name": "Bình", "witness_knows": True}

    assert not Flow(group, {}, TODAY).done("witnesses")
    assert not Flow(group, {"witnesses": []}, TODAY).done("witnesses")
    assert not Flow(group, {"witnesses": [unfinished]}, TODAY).done("witnesses")
    assert not Flow(group, {"witnesses": [one] * 4}, TODAY).done("witnesses")
    assert Flow(group, {"witnesses": [one]}, TODAY).done("witnesses")


def test_items_can_be_addressed_up_to_a_new_one():
    group = definition("group")
    one = {"witness_name": "An", "witness_knows": False, "witness_story": "bỏ"}
    seen = Flow(group, {"witnesses": [one]}, TODAY)

    assert [question.key for question in seen.questions("witnesses", 0)] == ["witness_name", "witness_knows"]
    assert seen.item("witnesses", 1).answers == {}
    assert seen.items("witnesses") == [{"witness_name": "An", "witness_knows": False}]
    for item in (-1, 2):
        with pytest.raises(NotFound):
            seen.item("witnesses", item)
    with pytest.raises(NotFound):
        Flow(group, {"witnesses": [one] * 3}, TODAY).item("witnesses", 3)
    with pytest.raises(NotFound):
        flow({}).item("vehicle", 0)


def test_hidden_answers_of_items_are_not_sent():
    group = definition("group")
    kept = {"witnesses": [{"witness_name": "An", "witness_knows": False, "witness_story": "bỏ"}]}

    assert relevant_answers(group, kept, TODAY) == {
        "witnesses": [{"witness_name": "An", "witness_knows": False}]
    }


def test_what_travels_beside_the_answers_is_named_by_the_definition():
    form = definition("prefilled")
    place = {"country": "VN", "scheme": "2025", "province": "01", "district": None, "ward": "00004"}
    sent = {"mother": {"name": "Trần Thị Bình"}, "office": place, "phone": "0912345678"}

    assert locality(form, sent) == {"province": "01", "ward": "00004"}
    assert contact(form, sent) == {"phone": "0912345678", "email": None}
    assert subject(form, sent) == "Trần Thị Bình"
    assert (locality(form, {}), contact(form, {}), subject(form, {})) == (
        None,
        {"phone": None, "email": None},
        None,
    )


def test_the_manifest_lists_files_of_steps_and_of_items():
    form = make_definition(
        make_step("papers", make_question("paper", "file")),
        make_step("people", make_question("photo", "file"), repeat={"item": {"vi": "Người", "en": "Person"}}),
    )
    other = {**FILE, "id": "f2"}

    listed = files(form, {"paper": [FILE], "people": [{"photo": [other]}, {}]})

    assert [(file["question"], file["id"]) for file in listed] == [("paper", FILE["id"]), ("photo", "f2")]
