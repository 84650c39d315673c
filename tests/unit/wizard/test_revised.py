"""Which answers changed, told to somebody who had agreed to the earlier ones."""

from dataclasses import replace
from datetime import date

from app.wizard.revised import revised
from tests.support.wizard import context, make_definition, make_question, make_step

FORM = make_definition(
    make_step("who", make_question("carer", "text"), make_question("helped", "yes_no")),
    make_step("why", make_question("reason", "text"), when={"equals": ["helped", True]}),
    make_step("people", make_question("helper", "text"), repeat={"item": {"vi": "Người", "en": "Helper"}}),
    make_step("proof", make_question("picture", "file")),
)
AGREED = {
    "carer": "Bình",
    "helped": True,
    "reason": "A wide tree",
    "people": [{"helper": "An"}, {"helper": "Chi"}],
    "picture": [{"id": "1", "name": "tree.png", "sha256": "aa"}],
}


def told(**now):
    found = revised(FORM, AGREED, FORM, AGREED | now, context())
    return [(one.section, one.label, one.before, one.now) for one in found]


def test_answers_that_are_alike_are_not_told():
    assert told() == []


def test_each_changed_answer_says_what_it_was_and_what_it_is_in_its_section():
    ((section, _, before, now),) = told(people=[{"helper": "An"}, {"helper": "Dung"}])

    assert section == "Helper 2"
    assert (before, now) == (("Chi",), ("Dung",))


def test_what_is_asked_no_more_comes_last_and_says_so():
    changed = told(helped=False)

    assert [(before, now) for _, _, before, now in changed] == [
        (("Yes",), ("No",)),
        (("A wide tree",), None),
    ]


def test_an_entry_that_was_added_is_one_thing_with_all_it_says():
    ((section, label, before, now),) = told(people=[{"helper": "An"}, {"helper": "Chi"}, {"helper": "Dung"}])

    assert (section, label) == ("Step people", "Helper 3")
    assert (before, now) == (None, ("the helper: Dung",))


def test_another_file_of_the_same_name_is_told():
    ((_, _, before, now),) = told(picture=[{"id": "2", "name": "tree.png", "sha256": "bb"}])

    assert before == now == ("tree.png",)


CHILDREN = make_definition(
    make_step(
        "children",
        make_question("child", "text"),
        make_question("school", "yes_no"),
        make_question("born", "date"),
        repeat={"item": {"vi": "Con", "en": "Child"}, "named_by": "child"},
    ),
)
AN, BINH, CHI = (
    {"child": name, "school": True, "born": born}
    for name, born in (("An", "2019-01-05"), ("Bình", "2021-02-06"), ("Chi", "2024-03-07"))
)


def told_of(*now, before=(AN, BINH, CHI)):
    found = revised(CHILDREN, {"children": list(before)}, CHILDREN, {"children": list(now)}, context())
    return [(one.what, one.section, one.label) for one in found]


def test_the_first_of_three_entries_goes_and_the_others_did_not_change():
    assert told_of(BINH, CHI) == [("entry", "Step children", "Child 1: An")]


def test_an_entry_that_goes_while_another_is_corrected_and_one_comes_are_three_things():
    dung = {"child": "Dung", "school": False, "born": "2026-01-01"}

    assert told_of(BINH, CHI | {"child": "Chí"}, dung) == [
        ("answer", "Child 2: Chí", "the child"),
        ("entry", "Step children", "Child 3: Dung"),
        ("entry", "Step children", "Child 1: An"),
    ]


def test_entries_that_only_stand_elsewhere_are_said_to():
    assert told_of(CHI, AN, BINH) == [("order", "Step children", "Step children")]


def test_a_list_that_is_not_asked_any_more_loses_each_of_its_entries():
    gone = revised(CHILDREN, {"children": [AN, BINH]}, FORM, {}, context())

    assert [(one.what, one.label, one.now) for one in gone if one.section == "Step children"] == [
        ("entry", "Child 1: An", None),
        ("entry", "Child 2: Bình", None),
    ]


def test_a_step_that_only_told_the_day_of_the_answer_goes_without_a_word():
    form = make_definition(
        make_step("kind", make_question("quick", "yes_no")),
        make_step(
            "answer",
            make_question("due", "calculated", of={"deadline": True}, shown_as="date"),
            when={"equals": ["quick", True]},
        ),
        deadline=[{"amount": 3, "unit": "day"}],
    )
    here = replace(context(), deadline=lambda _: date(2026, 11, 24))

    found = revised(form, {"quick": True}, form, {"quick": False}, here)

    assert [(one.label, one.now) for one in found] == [("the quick", ("No",))]
