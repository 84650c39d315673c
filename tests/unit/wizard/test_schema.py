"""The schema an agency validates answers with agrees with the engine."""

from functools import cache

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.wizard.flow import Flow, relevant_answers
from app.wizard.reading.schema import answers_schema
from app.wizard.state import start
from tests.support.wizard import (
    FOLDER,
    TODAY,
    birth,
    definition,
    make_definition,
    make_question,
    make_step,
    options,
    walk,
)

NAMES = sorted(file.stem for file in FOLDER.glob("*.json"))
FORMS = {name: definition(name) for name in NAMES} | {"birth": birth()}
VALIDATORS = {name: jsonschema.Draft202012Validator(answers_schema(form)) for name, form in FORMS.items()}


def accepts(schema, answers):
    return jsonschema.Draft202012Validator(schema).is_valid(answers)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_compiled_schemas_are_schemas(name):
    jsonschema.Draft202012Validator.check_schema(answers_schema(FORMS[name]))


@settings(max_examples=60)
@given(name=st.sampled_from(sorted(FORMS)), seed=st.integers(0, 1_000_000))
def test_whoever_answers_everything_reaches_the_end_and_meets_the_schema(name, seed):
    form = FORMS[name]

    state = walk(form, start(), seed)

    assert Flow(form, state.answers, TODAY).complete
    VALIDATORS[name].validate(relevant_answers(form, state.answers, TODAY))


@settings(max_examples=60)
@given(seed=st.integers(0, 1_000_000), data=st.data())
def test_a_finished_form_that_loses_a_required_answer_no_longer_meets_the_schema(seed, data):
    form = FORMS["birth"]
    sent = relevant_answers(form, walk(form, start(), seed).answers, TODAY)
    required = [
        question.key
        for step in Flow(form, sent, TODAY).path
        for question in Flow(form, sent, TODAY).questions(step.key)
        if question.required
    ]

    lost = data.draw(st.sampled_from(required))

    assert not VALIDATORS["birth"].is_valid({key: value for key, value in sent.items() if key != lost})


def test_what_a_condition_hides_must_be_absent_and_what_it_shows_present():
    schema = answers_schema(definition("branches"))

    assert accepts(schema, {"owner": "mine", "zone": 1})
    assert not accepts(schema, {"owner": "mine", "zone": 1, "lessor": "A"})
    assert not accepts(schema, {"owner": "leased", "zone": 1})
    assert accepts(schema, {"owner": "leased", "lessor": "A", "lessor_city": "Huế", "zone": 1})


def test_answers_nobody_asked_for_are_refused():
    assert not accepts(answers_schema(definition("branches")), {"owner": "mine", "zone": 1, "extra": 1})


def test_conditions_that_measure_time_leave_their_questions_open():
    schema = answers_schema(definition("measures"))
    sent = {"born": "1990-01-01", "pets": ["cat"], "size": 10}

    assert accepts(schema, sent)
    assert accepts(schema, {**sent, "job": "thợ", "excuse": "xa"})


def test_counts_and_bounds_are_said():
    schema = answers_schema(definition("group"))
    one = {"witness_name": "An", "witness_knows": False}

    assert accepts(schema, {"witnesses": [one]})
    assert not accepts(schema, {"witnesses": [one, one]})
    assert accepts(schema, {"witnesses": [one, one], "reason": "x"})
    assert not accepts(schema, {"witnesses": [{**one, "witness_story": "thừa"}]})
    assert not accepts(schema, {})


RULES = [
    {"equals": ["a", "x"]},
    {"in": ["a", ["x", "y"]]},
    {"answered": "a"},
    {"includes": ["m", "x"]},
    {"greater": ["n", 5]},
    {"less": ["n", 5]},
    {"greater": [{"count": "g"}, 1]},
    {"greater": [{"count": "g"}, 0]},
    {"less": [{"count": "g"}, 2]},
    {"less": [{"count": "g"}, 1]},
    {"equals": ["p.name", "An"]},
    {"not": {"answered": "a"}},
    {"all": [{"answered": "a"}, {"less": ["n", 5]}]},
    {"any": [{"answered": "a"}, {"less": ["n", 5]}]},
    {"not": {"any": [{"equals": ["a", "x"]}, {"includes": ["m", "y"]}]}},
    {"answered": "a", "greater": ["n", 5]},
]
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "a": st.sampled_from(["x", "y", "z"]),
        "m": st.sampled_from([["x"], ["y"], ["x", "y"]]),
        "n": st.integers(0, 10),
        "g": st.lists(st.just({"q": "1"}), min_size=1, max_size=3),
        "p": st.sampled_from([{"name": "An"}, {"name": "Bình"}]),
    },
)


@cache
def asked_when(number):
    optional = {"required": False}
    form = make_definition(
        make_step(
            "s",
            make_question("a", "choice", options=options("x", "y", "z"), **optional),
            make_question("m", "multiple_choice", options=options("x", "y"), **optional),
            make_question("n", "number", **optional),
            make_question("p", "person", asked=["name"], **optional),
        ),
        make_step("g", make_question("q"), repeat={"item": {"vi": "Mục", "en": "Entry"}, "min": 0}),
        make_step("t", make_question("r"), when=RULES[number]),
    )
    return form, jsonschema.Draft202012Validator(answers_schema(form))


@pytest.mark.parametrize("number", range(len(RULES)), ids=lambda number: str(RULES[number]))
@given(answers=GIVEN)
def test_a_condition_means_the_same_in_the_schema_as_in_the_engine(number, answers):
    form, validator = asked_when(number)

    asked = "t" in [step.key for step in Flow(form, answers, TODAY).path]

    assert validator.is_valid({**answers, "r": "đây"}) is asked
    assert validator.is_valid(answers) is not asked
