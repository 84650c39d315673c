"""A wrong definition never starts: every fault is reported with its path."""

import pytest

from app.wizard.question_types import QUESTION_TYPES
from app.wizard.reading.definition import DefinitionError, check, digest, load
from tests.support.wizard import FOLDER, make_question, make_raw, make_step, options, raw_definition


def faults(raw):
    return {fault.path: fault.message for fault in check(raw)}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.json")), ids=lambda file: file.stem)
def test_the_tiny_definitions_are_right(file):
    assert check(file.read_bytes()) == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_what_is_no_json_object_is_one_fault(raw):
    assert len(check(raw)) == 1


@pytest.mark.parametrize(
    ("question", "path", "part"),
    [
        ({"type": "telepathy"}, "steps[0].questions[0].type", "unknown question type 'telepathy'"),
        ({"label": {"vi": "chỉ tiếng Việt"}}, "steps[0].questions[0].label", "no text in 'en'"),
        ({"hint": {"vi": " ", "en": "x"}}, "steps[0].questions[0].hint", "no text in 'vi'"),
        ({"key": "Not a key"}, "steps[0].questions[0].key", "not a lower-case name"),
        ({"colour": "red"}, "steps[0].questions[0]", "unknown field `colour`"),
        ({"max_length": "many"}, "steps[0].questions[0].max_length", "Expected `int`"),
        ({"when": {"maybe": "b"}}, "steps[0].questions[0].when", "unknown operator 'maybe'"),
        (
            {"when": {"answered": "later"}},
            "steps[0].questions[0].when.answered",
            "unknown or later question 'later'",
        ),
        ({"when": {}}, "steps[0].questions[0].when", "at least one operator"),
        ({"when": {"equals": ["a"]}}, "steps[0].questions[0].when.equals", "needs a list of two"),
        ({"when": {"all": []}}, "steps[0].questions[0].when.all", "needs a list of conditions"),
        (
            {"when": {"greater": [{"weight": "a"}, 1]}},
            "steps[0].questions[0].when.greater",
            "unknown measure 'weight'",
        ),
        ({"label": {"vi": "Ai?", "en": "Who?"}}, "steps[0].questions[0].name", "messages need a name"),
        (
            {"prefill": [{"source": "identity", "value": 5}]},
            "steps[0].questions[0].prefill[0].value",
            "neither a path",
        ),
        (
            {"prefill": [{"source": "gossip", "value": "x"}]},
            "steps[0].questions[0].prefill[0].source",
            "gossip",
        ),
    ],
)
def test_a_faulty_question_is_named_by_path(question, path, part):
    raw = make_raw(make_step("s", {**make_question("q"), **question}))

    assert part in faults(raw)[path]


@pytest.mark.parametrize(
    ("kind", "more", "field"),
    [
        ("choice", {"options": options("a", "a")}, "options"),
        ("choice", {"options": options("a")}, "options"),
        ("choice", {"from_list": "planets"}, "from_list"),
        ("multiple_choice", {"options": options("a", "a")}, "options"),
        ("number", {"min": 5, "max": 1}, "min"),
        ("date", {"latest": "tomorrow"}, "latest"),
        ("file", {"max_files": 0}, "max_files"),
        ("address", {"schemes": []}, "schemes"),
        ("person", {"asked": ["name"], "optional": ["sex"]}, "optional"),
    ],
)
def test_options_that_cannot_work_are_faults(kind, more, field):
    raw = make_raw(make_step("s", make_question("q", kind, **more)))

    assert f"steps[0].questions[0].{field}" in faults(raw)


def test_every_fault_is_reported_at_once():
    raw = make_raw(
        make_step("s", make_question("q", "telepathy"), make_question("r", "text", label={"vi": "x"})),
        make_step("t", make_question("u", "number", max="x")),
    )

    assert set(faults(raw)) == {
        "steps[0].questions[0].type",
        "steps[0].questions[1].label",
        "steps[1].questions[0].max",
    }


def test_keys_are_unique_over_the_whole_form():
    raw = make_raw(make_step("s", make_question("q")), make_step("s", make_question("q")))

    assert set(faults(raw)) == {"steps[1].key", "steps[1].questions[0].key"}


def test_a_repeating_step_and_a_question_cannot_share_a_name():
    repeat = {"item": {"vi": "Mục", "en": "Entry"}}
    raw = make_raw(
        make_step("s", make_question("people")), make_step("people", make_question("q"), repeat=repeat)
    )

    assert "twice" in faults(raw)["steps[1].key"]


def test_a_condition_that_can_never_hold_is_a_fault():
    raw = make_raw(
        make_step("s", make_question("q", "choice", options=options("a", "b"))),
        make_step("t", make_question("r"), when={"in": ["q", ["a", "c"]]}),
    )

    assert faults(raw) == {"steps[1].when.in": "'q' can never be 'c'"}


def test_items_of_a_group_can_only_be_counted_outside_it():
    group = make_step("g", make_question("q"), repeat={"item": {"vi": "Mục", "en": "Entry"}})

    inside = make_raw(group, make_step("t", make_question("r"), when={"answered": "q"}))
    whole = make_raw(group, make_step("t", make_question("r"), when={"answered": "g"}))

    assert "unknown or later" in faults(inside)["steps[1].when.answered"]
    assert "only its items can be counted" in faults(whole)["steps[1].when.answered"]


def test_a_part_that_is_not_asked_of_a_person_is_a_fault():
    raw = make_raw(
        make_step("s", make_question("who", "person", asked=["name"])),
        make_step("t", make_question("r"), when={"equals": ["who.sex", "male"]}),
    )

    assert "no part 'sex'" in faults(raw)["steps[1].when.equals"]


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ({"id": "No Spaces"}, "id"),
        ({"version": 0}, "version"),
        ({"minutes": 0}, "minutes"),
        ({"locality": "q"}, "locality"),
        ({"contact": {"phone": "q"}}, "contact.phone"),
        ({"contact": {"email": "nothing"}}, "contact.email"),
        ({"subject": "nobody.name"}, "subject"),
        ({"steps": []}, "steps"),
        ({"steps": None}, "steps"),
        ({"steps": [5]}, "steps[0]"),
        ({"title": {"vi": "x"}}, "title"),
    ],
)
def test_a_faulty_head_is_named_by_path(head, path):
    assert path in faults(make_raw(make_step("s", make_question("q")), **head))


def test_loading_a_wrong_definition_raises_all_its_faults():
    with pytest.raises(DefinitionError) as caught:
        load(make_raw(make_step("s", make_question("q", "telepathy"))))

    assert [fault.path for fault in caught.value.faults] == ["steps[0].questions[0].type"]
    assert "telepathy" in str(caught.value)


def test_a_loaded_definition_cannot_be_changed():
    definition = load(raw_definition("branches"))

    with pytest.raises(AttributeError):
        definition.version = 2
    with pytest.raises(AttributeError):
        definition.steps[0].questions[0].required = False


def test_the_digest_ignores_layout_and_notices_content():
    raw = raw_definition("branches")

    reordered = dict(reversed(raw.items()))
    changed = {**raw, "minutes": 11}

    assert digest(raw) == digest(reordered)
    assert digest(raw) != digest(changed)


def test_the_registry_names_each_kind_as_it_names_itself():
    for name, kind in QUESTION_TYPES.items():
        assert kind.__struct_config__.tag == name
