"""Which answers changed, told to somebody who had agreed to the earlier ones."""

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


def test_an_entry_that_was_added_was_not_there_before():
    ((_, _, before, now),) = told(people=[{"helper": "An"}, {"helper": "Chi"}, {"helper": "Dung"}])

    assert (before, now) == (None, ("Dung",))


def test_another_file_of_the_same_name_is_told():
    ((_, _, before, now),) = told(picture=[{"id": "2", "name": "tree.png", "sha256": "bb"}])

    assert before == now == ("tree.png",)
