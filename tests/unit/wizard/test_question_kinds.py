"""Every kind of question: what it accepts, what it refuses and how it says so."""

import random

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wizard.question_types import QUESTION_TYPES
from tests.support.wizard import (
    FILE,
    context,
    definition,
    make_definition,
    make_question,
    make_step,
    valid_form,
)

EVERY_KIND = definition("every_kind")
QUESTIONS = [question for step in EVERY_KIND.steps for question in step.questions]


def ask(kind, **more):
    return make_definition(make_step("s", make_question("q", kind, **more))).question("q")


def read(question, **typed):
    form = {name.replace("__", "-"): [value] for name, value in typed.items()}
    return question.read(form, context())


def test_there_is_a_tiny_question_of_every_kind():
    assert {question.type for question in QUESTIONS} == set(QUESTION_TYPES)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  Trần   Thị Bình ", "Trần Thị Bình"),
        ("text", "tie\u0302\u0301ng Vie\u0323\u0302t", "tiếng Việt"),
        ("long_text", " a \r\n b ", "a\nb"),
        ("number", " 12 ", 12),
        ("number", "-3", -3),
        ("number", "１２", 12),
        ("yes_no", "no", False),
        ("id_number", "001 190 000 011", "001190000011"),
        ("id_number", "079-085-000022", "079085000022"),
        ("phone", "0912 345 678", "0912345678"),
        ("phone", "+84 (0)912.345.678", "0912345678"),
        ("phone", "0084 912345678", "0912345678"),
        ("phone", "024 3825 1234", "02438251234"),
        ("phone", "+33 1 23 45 67 89", "+33123456789"),
        ("email", " An.Nguyen+x@ViDu.VN ", "An.Nguyen+x@vidu.vn"),
    ],
)
def test_what_people_type_is_understood_and_normalised(kind, typed, value):
    assert read(ask(kind), q=typed) == (value, {})


@pytest.mark.parametrize(
    ("kind", "typed", "message"),
    [
        ("text", "", "Enter the q"),
        ("text", " \u200b ", "Enter the q"),
        ("text", "a\x00b", "Remove the invisible or control characters from the q"),
        ("text", "\u202egnp.exe", "Remove the invisible or control characters from the q"),
        ("text", "x" * 201, "Shorten the q to 200 characters"),
        ("long_text", "x" * 2001, "Shorten the q to 2000 characters"),
        ("number", "12.5", "Enter a whole number for the q"),
        ("number", "1e9", "Write the q in digits"),
        ("number", "9" * 40, "Write the q in digits"),
        ("number", "hai", "Write the q in digits"),
        ("yes_no", "", "Choose yes or no for the q"),
        ("yes_no", "maybe", "Choose yes or no for the q"),
        ("id_number", "00119000001", "Enter all 12 digits of the q"),
        ("id_number", "999199000001", "Check the q: no identity card begins like this"),
        ("id_number", "001990000011", "Check the q: no identity card begins like this"),
        ("id_number", "001999000001x", "Use only digits in the q"),
        ("id_number", "00119900000١", "Use only digits in the q"),
        ("phone", "123", "Check the q: for example 0912 345 678 or 024 3825 1234"),
        ("phone", "0112345678", "Check the q: for example 0912 345 678 or 024 3825 1234"),
        ("phone", "gọi cho tôi", "Check the q: for example 0912 345 678 or 024 3825 1234"),
        ("email", "an@vidu", "Check the q: for example ten@congty.vn"),
        ("email", "an van@vidu.vn", "Check the q: for example ten@congty.vn"),
        ("email", "a" * 65 + "@vidu.vn", "Check the q: for example ten@congty.vn"),
        ("email", "a@" + "b." * 200 + "vn", "Check the q: for example ten@congty.vn"),
        ("email", "an@vidu.vn\nBcc: x@y.vn", "Check the q: for example ten@congty.vn"),
    ],
)
def test_what_cannot_be_accepted_is_said_by_name(kind, typed, message):
    reading = read(ask(kind), q=typed)

    assert reading.value is None
    assert {name: error.text(context()) for name, error in reading.errors.items()} == {"q": message}


@pytest.mark.parametrize(
    ("day", "month", "year", "field", "message"),
    [
        ("", "", "", "q-day", "Enter the q"),
        ("27", "3", "", "q-year", "Enter the q with its day, month and year"),
        ("", "3", "1990", "q-day", "Enter the q with its day, month and year"),
        ("27", "", "1990", "q-month", "Enter the q with its day, month and year"),
        ("30", "2", "2024", "q-day", "Check the q: there is no such date"),
        ("29", "2", "2023", "q-day", "Check the q: there is no such date"),
        ("0", "1", "2024", "q-day", "Check the q: there is no such date"),
        ("1", "13", "2024", "q-day", "Check the q: there is no such date"),
        ("1" * 50, "1", "2024", "q-day", "Check the q: there is no such date"),
        ("1", "1", "90", "q-year", "Write the year in the q with four digits"),
        ("1", "1", "0001", "q-year", "Check the year in the q"),
        ("1", "1", "١٩٩٠", "q-year", "Use only digits in the q"),
        ("x", "1", "1990", "q-day", "Use only digits in the q"),
        ("-1", "1", "1990", "q-day", "Use only digits in the q"),
        ("22", "11", "2026", "q-day", "Enter a date that is not in the future for the q"),
        ("31", "12", "1999", "q-day", "Enter 1 January 2000 or a later date for the q"),
    ],
)
def test_a_date_that_is_wrong_is_explained_at_the_right_field(day, month, year, field, message):
    question = ask("date", latest="today", earliest="2000-01-01" if year == "1999" else None)

    reading = read(question, q__day=day, q__month=month, q__year=year)

    assert reading.value is None
    assert {name: error.text(context()) for name, error in reading.errors.items()} == {field: message}


@pytest.mark.parametrize(
    ("day", "month", "year", "value"),
    [
        ("7", "3", "1990", "1990-03-07"),
        ("07", "03", "1990", "1990-03-07"),
        ("29", "2", "2024", "2024-02-29"),
        ("27/3/1990", "", "", "1990-03-27"),
        ("２７", "３", "１９９０", "1990-03-27"),
        ("21", "11", "2026", "2026-11-21"),
    ],
)
def test_a_date_is_understood_as_people_type_it(day, month, year, value):
    reading = read(ask("date", latest="today"), q__day=day, q__month=month, q__year=year)

    assert reading == (value, {})


def test_a_year_is_enough_where_the_form_says_so():
    assert read(ask("date", year_alone=True), q__year="1962") == ("1962", {})
    assert read(ask("date"), q__year="1962").errors


def test_a_decimal_comma_is_a_decimal_point():
    question = ask("number", decimals=1)

    assert read(question, q="1,5") == (1.5, {})
    assert read(question, q="1,55").errors


def test_bounds_of_a_number_are_said():
    question = ask("number", min=1, max=20)

    assert read(question, q="0").errors["q"].text(context()) == "Enter 1 or more for the q"
    assert read(question, q="21").errors["q"].text(context()) == "Enter 20 or less for the q"


def test_an_option_that_was_not_offered_is_refused():
    question = EVERY_KIND.question("choice")

    assert question.read({"choice": ["z"]}, context()).errors
    assert EVERY_KIND.question("many").read({"many": ["a", "z"]}, context()).errors


def test_ticked_options_are_kept_in_the_order_of_the_form():
    assert EVERY_KIND.question("many").read({"many": ["c", "a", "c"]}, context()).value == ["a", "c"]


def test_a_country_left_out_of_the_list_cannot_be_chosen():
    question = ask("choice", from_list="countries", without=["VN"])

    assert read(question, q="FR") == ("FR", {})
    assert read(question, q="VN").errors


def test_optional_answers_may_be_left_blank():
    for question in QUESTIONS:
        optional = ask(question.type, **_needs(question), required=False)
        assert optional.read({}, context()) == (None, {}), question.type


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (
            {"scheme": "2025", "province": "01", "ward": "00004", "line": "12 Đội Cấn"},
            {
                "country": "VN",
                "scheme": "2025",
                "province": "01",
                "district": None,
                "ward": "00004",
                "line": "12 Đội Cấn",
            },
        ),
        (
            {"scheme": "2024", "province": "01", "district": "001", "ward": "00001", "line": "số 1"},
            {
                "country": "VN",
                "scheme": "2024",
                "province": "01",
                "district": "001",
                "ward": "00001",
                "line": "số 1",
            },
        ),
        ({"free": "Bản Phùng"}, {"country": "VN", "free": "Bản Phùng"}),
        ({"province": "01", "free": "Bản Phùng"}, {"country": "VN", "free": "Bản Phùng"}),
        ({"country": "FR", "free": "Paris"}, {"country": "FR", "free": "Paris"}),
    ],
)
def test_an_address_is_picked_or_typed(typed, value):
    form = {f"q-{part}": [text] for part, text in typed.items()}

    assert ask("address", abroad=True).read(form, context()) == (value, {})


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({}, "q-province", "Choose the province or city of the q"),
        (
            {"province": "99", "ward": "00004", "line": "1"},
            "q-province",
            "Choose the province or city of the q",
        ),
        ({"province": "01", "line": "1"}, "q-ward", "Choose the ward or commune of the q"),
        ({"province": "79", "ward": "00004", "line": "1"}, "q-ward", "Choose the ward or commune of the q"),
        ({"scheme": "2024", "province": "01", "ward": "00001"}, "q-district", "Choose the district of the q"),
        (
            {"scheme": "2024", "province": "01", "district": "755", "ward": "00001"},
            "q-district",
            "Choose the district of the q",
        ),
        (
            {"province": "../etc", "ward": "x", "line": "1"},
            "q-province",
            "Choose the province or city of the q",
        ),
        (
            {"province": "01", "ward": "00004"},
            "q-line",
            "Enter the house number and street, or the village, of the q",
        ),
        ({"province": "01", "ward": "00004", "line": "x" * 201}, "q-line", "Shorten the q to 200 characters"),
        ({"country": "FR"}, "q-free", "Type the q"),
        ({"country": "ZZ", "free": "x"}, "q-country", "Choose the country of the q from the list"),
        ({"free": "x" * 401}, "q-free", "Shorten the q to 400 characters"),
    ],
)
def test_an_address_that_is_wrong_is_explained_at_the_right_field(typed, field, message):
    form = {f"q-{part}": [text] for part, text in typed.items()}

    reading = ask("address", abroad=True).read(form, context())

    assert {name: error.text(context()) for name, error in reading.errors.items()} == {field: message}


PERSON = {
    "q-name": ["Trần Thị Bình"],
    "q-birth_date-day": ["27"],
    "q-birth_date-month": ["3"],
    "q-birth_date-year": ["1990"],
    "q-sex": ["female"],
    "q-ethnicity": ["Kinh"],
    "q-nationality": ["VN"],
    "q-paper_type": ["cccd"],
    "q-paper_number": ["001 190 000 011"],
}


def test_a_person_is_read_part_by_part():
    reading = ask("person").read(PERSON, context())

    assert reading == (
        {
            "name": "Trần Thị Bình",
            "birth_date": "1990-03-27",
            "sex": "female",
            "ethnicity": "Kinh",
            "nationality": "VN",
            "paper_type": "cccd",
            "paper_number": "001190000011",
        },
        {},
    )


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"q-name": [""]}, "q-name", "Enter the full name of the q"),
        (
            {"q-name": ["An 2"]},
            "q-name",
            "Use only letters, spaces, hyphens and apostrophes in the full name of the q",
        ),
        (
            {"q-birth_date-year": ["2090"]},
            "q-birth_date-day",
            "Enter a date that is not in the future for the date of birth of the q",
        ),
        ({"q-ethnicity": ["other"]}, "q-ethnicity_other", "Enter the name of the ethnic group of the q"),
        ({"q-nationality": ["Mars"]}, "q-nationality", "Choose the nationality of the q from the list"),
        (
            {"q-paper_number": ["123"]},
            "q-paper_number",
            "Enter all 12 digits of the number of the identity paper of the q",
        ),
        (
            {"q-paper_type": ["cmnd"]},
            "q-paper_number",
            "Enter the 9 digits of the number of the identity paper of the q",
        ),
        (
            {"q-paper_type": ["passport"], "q-paper_number": ["<x>"]},
            "q-paper_number",
            "Check the number of the identity paper of the q: 6 to 12 letters and digits",
        ),
    ],
)
def test_a_wrong_part_of_a_person_is_named(changed, field, message):
    reading = ask("person").read({**PERSON, **changed}, context())

    assert {name: error.text(context()) for name, error in reading.errors.items()} == {field: message}


def test_an_optional_paper_needs_both_its_kind_and_its_number():
    question = ask("person", asked=["name", "paper"], optional=["paper"])

    assert question.read({"q-name": ["An"]}, context()).value == {"name": "An"}
    assert set(question.read({"q-name": ["An"], "q-paper_type": ["cccd"]}, context()).errors) == {
        "q-paper_number"
    }
    assert set(question.read({"q-name": ["An"], "q-paper_number": ["1"]}, context()).errors) == {
        "q-paper_type"
    }


def test_files_are_refused_with_the_reason():
    question = ask("file", max_files=2, max_bytes=2 * 1024 * 1024)

    def refused(held, **changed):
        return question.refusal({**FILE, **changed}, held).text(context())

    assert question.refusal(FILE, []) is None
    assert refused([FILE, FILE]) == "Remove a file first: at most 2 for the q"
    assert refused([], size=0) == "Choose another file for the q: this one is empty"
    assert refused([], size=2 * 1024 * 1024 + 1) == "Choose a smaller file for the q: at most 2 MB"
    assert refused([], media_type="text/html") == "Choose a PDF, JPEG, PNG file for the q"


def test_a_message_speaks_the_reader_s_language():
    said = read(ask("text"), q="").errors["q"].text(context("vi"))

    assert said == "Enter câu q"


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

    jsonschema.Draft202012Validator(question.schema()).validate(value)
    for lang in ("vi", "en"):
        lines = question.show(value, context(lang)) if value is not None else []
        assert all(line.text for line in lines)
        assert lines or question.type == "information"


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


def _needs(question):
    text = {"vi": "x", "en": "x"}
    two = [{"value": value, "label": text} for value in "ab"]
    return {
        "choice": {"options": two},
        "multiple_choice": {"options": two},
        "declaration": {"text": text},
        "information": {"text": text},
    }.get(question.type, {})
