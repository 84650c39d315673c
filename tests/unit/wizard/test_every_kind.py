"""What holds for every kind of question, whatever is typed."""

import random
from pathlib import Path

import jsonschema
import pytest
from babel.messages.extract import extract_from_file
from hypothesis import given
from hypothesis import strategies as st

from app.translations import translator
from app.wizard.question_types import QUESTION_TYPES
from tests.support.wizard import FILE, TODAY, ask_one, context, definition, valid_form

EVERY_KIND = definition("every_kind")
QUESTIONS = [question for step in EVERY_KIND.steps for question in step.questions]


def test_there_is_a_tiny_question_of_every_kind():
    assert {question.type for question in QUESTIONS} == set(QUESTION_TYPES)


def test_optional_answers_may_be_left_blank():
    for question in QUESTIONS:
        optional = ask_one(question.type, **_needs(question), required=False)
        assert optional.read({}, context()) == (None, {}), question.type


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.type)
@given(seed=st.integers(0, 10_000))
def test_what_was_read_can_be_written_and_read_again(question, seed):
    held = [FILE] if question.type == "file" else None
    first = question.read(valid_form(question, random.Random(seed)), context(), held)

    again = question.read(question.write(first.value), context(), held)

    assert not first.errors
    assert again == first


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.type)
@given(seed=st.integers(0, 10_000))
def test_what_was_read_meets_the_schema_and_can_be_shown(question, seed):
    held = [FILE] if question.type == "file" else None
    value = question.read(valid_form(question, random.Random(seed)), context(), held).value
    if question.type == "calculated":
        value = question.value({"goods": [{"value": seed}]}, TODAY)

    jsonschema.Draft202012Validator(question.schema()).validate(value)
    for lang in ("vi", "en"):
        lines = question.show(value, context(lang)) if value is not None else []
        assert all(line.text for line in lines)
        assert lines or question.type in ("information", "calculated")


HOSTILE = st.text(max_size=40) | st.sampled_from(
    [
        "\x00",
        "\ud800",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "😀" * 50,
        "9" * 400,
        "%(name)s",
        "%s%n",
        "../../x",
        "١٢٣",
        "NaN",
        "-0",
        "1e999",
        "true",
        "\u202eabc",
        "x" * 30_000,
    ]
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.type)
@given(data=st.data())
def test_no_form_is_hostile_enough_to_raise(question, data):
    names = st.sampled_from([*question.field_names(), question.key])
    form = data.draw(st.dictionaries(names, st.lists(HOSTILE, max_size=3), max_size=12))

    reading = question.read(form, context())

    assert set(reading.errors) <= set(question.field_names())
    assert all(error.text(context(lang)) for error in reading.errors.values() for lang in ("vi", "en"))
    if reading.value is not None:
        jsonschema.Draft202012Validator(question.schema()).validate(reading.value)
    question.view(form, context())


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "country", "scheme", "ethnicity", "birth_date", "free"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.type)
@given(value=JUNK)
def test_a_record_full_of_junk_fills_in_nothing_that_breaks(question, value):
    written = question.write(value)

    assert set(written) <= set(question.field_names())
    assert all(isinstance(text, str) for texts in written.values() for text in texts)


def test_every_message_of_the_engine_is_in_the_vietnamese_catalogue():
    files = (Path(__file__).parents[3] / "app" / "wizard").rglob("*.py")
    ids = {message for file in files for _, message, _, _ in extract_from_file("python", str(file))}
    catalogue = translator("vi")

    assert len(ids) > 40
    assert [message for message in sorted(ids) if catalogue.gettext(message) == message] == []


def _needs(question):
    text = {"vi": "x", "en": "x"}
    two = [{"value": value, "label": text} for value in "ab"]
    return {
        "choice": {"options": two},
        "multiple_choice": {"options": two},
        "declaration": {"text": text},
        "information": {"text": text},
        "calculated": {"of": 1},
        "table": {"row": text, "columns": [{"key": "c", "type": "text", "label": text}]},
    }.get(question.type, {})
