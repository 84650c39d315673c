"""Kinds of question with several parts: each fault is explained at its own field."""

import pytest

from tests.support.wizard import FILE, ask_one, context, read_form


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
    question = ask_one("date", latest="today", earliest="2000-01-01" if year == "1999" else None)

    reading = read_form(question, q__day=day, q__month=month, q__year=year)

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
    reading = read_form(ask_one("date", latest="today"), q__day=day, q__month=month, q__year=year)

    assert reading == (value, {})


def test_a_year_is_enough_where_the_form_says_so():
    assert read_form(ask_one("date", year_alone=True), q__year="1962") == ("1962", {})
    assert read_form(ask_one("date"), q__year="1962").errors


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

    assert ask_one("address", abroad=True).read(form, context()) == (value, {})


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

    reading = ask_one("address", abroad=True).read(form, context())

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
    reading = ask_one("person").read(PERSON, context())

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
    reading = ask_one("person").read({**PERSON, **changed}, context())

    assert {name: error.text(context()) for name, error in reading.errors.items()} == {field: message}


def test_an_optional_paper_needs_both_its_kind_and_its_number():
    question = ask_one("person", asked=["name", "paper"], optional=["paper"])

    assert question.read({"q-name": ["An"]}, context()).value == {"name": "An"}
    assert set(question.read({"q-name": ["An"], "q-paper_type": ["cccd"]}, context()).errors) == {
        "q-paper_number"
    }
    assert set(question.read({"q-name": ["An"], "q-paper_number": ["1"]}, context()).errors) == {
        "q-paper_type"
    }


def test_files_are_refused_with_the_reason():
    question = ask_one("file", max_files=2, max_bytes=2 * 1024 * 1024)

    def refused(held, **changed):
        return question.refusal({**FILE, **changed}, held).text(context())

    assert question.refusal(FILE, []) is None
    assert refused([FILE, FILE]) == "Remove a file first: at most 2 for the q"
    assert refused([], size=0) == "Choose another file for the q: this one is empty"
    assert refused([], size=2 * 1024 * 1024 + 1) == "Choose a smaller file for the q: at most 2 MB"
    assert refused([], media_type="text/html") == "Choose a PDF, JPEG, PNG, HEIC file for the q"
