"""Codes, amounts, months, years, times: what is accepted, and what is said of the rest in both languages."""

import pytest

from app.translations import translator
from app.wizard.context import Context
from tests.support.units import SmallCountry
from tests.support.wizard import TODAY, ask_one, read_form

VIETNAMESE = Context(SmallCountry(), TODAY, "vi", translator("vi").ugettext)
ENGLISH = Context(SmallCountry(), TODAY, "en")


def messages(question, **typed):
    form = {name.replace("__", "-"): [value] for name, value in typed.items()}
    errors = question.read(form, ENGLISH).errors
    return {
        name: (errors[name].text(ENGLISH), question.read(form, VIETNAMESE).errors[name].text(VIETNAMESE))
        for name in errors
    }


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("money", "1.500.000", 1500000),
        ("money", "1,500,000 đ", 1500000),
        ("money", "1500000 VND", 1500000),
        ("money", "0", 0),
        ("year", "2026", 2026),
        ("time", "8h30", "08:30"),
        ("time", "8 giờ 30", "08:30"),
        ("time", "14.00", "14:00"),
        ("time", "7", "07:00"),
        ("passport", "b 123-4567", "B1234567"),
        ("tax_code", "0100233488", "0100233488"),
        ("tax_code", "0314409058002", "0314409058-002"),
        ("tax_code", "0314409058-002", "0314409058-002"),
        ("tax_code", "001190000011", "001190000011"),
        ("social_insurance", "0123 456 789", "0123456789"),
        ("health_card", "dn 4 01 0123456789", "DN4010123456789"),
        ("health_card", "0123456789", "0123456789"),
        ("vehicle_plate", "29a 12345", "29A-123.45"),
        ("vehicle_plate", "30F-256.58", "30F-256.58"),
        ("vehicle_plate", "29-H1 123.45", "29-H1 123.45"),
        ("vehicle_plate", "80A-001.23", "80A-001.23"),
        ("vehicle_plate", "29-a1 2345", "29-A1 2345"),
        ("vehicle_plate", "29h112345", "29-H1 123.45"),
        ("vehicle_plate", "51LD-123.45", "51LD-123.45"),
        ("electricity_customer", "pe 01000123456", "PE01000123456"),
    ],
)
def test_codes_and_amounts_are_tidied(kind, typed, value):
    assert read_form(ask_one(kind), q=typed) == (value, {})


NINETEEN = "9" * 19
WRONG = [
    (
        "money",
        "1.50.000",
        "Write the q in whole đồng, for example 1,500,000",
        "Ghi câu q bằng số đồng tròn, ví dụ 1.500.000",
    ),
    ("money", "-5", "Write the q in whole đồng", "Ghi câu q bằng số đồng tròn"),
    ("money", NINETEEN, "Write the q in whole đồng", "Ghi câu q bằng số đồng tròn"),
    ("money", "12,5", "Write the q in whole đồng", "Ghi câu q bằng số đồng tròn"),
    ("year", "26", "Write the q with four digits", "bốn chữ số"),
    ("year", "3000", "Enter a year from 1850 to 2200 for the q", "Nhập câu q từ 1850 đến 2200"),
    ("time", "25:00", "Check the q: for example 8:30 or 14:00", "Kiểm tra câu q: ví dụ 8:30 hoặc 14:00"),
    ("time", "8:60", "Check the q: for example 8:30 or 14:00", "Kiểm tra câu q"),
    ("passport", "B12", "Check the q: 6 to 12 letters and digits", "Kiểm tra lại câu q"),
    ("passport", "B1234567<script>", "Check the q: 6 to 12 letters and digits", "Kiểm tra lại câu q"),
    (
        "tax_code",
        "0100233480",
        "Check the q: one of its digits is wrong",
        "Kiểm tra câu q: có chữ số chưa đúng",
    ),
    (
        "tax_code",
        "12345",
        "Enter the 10 digits of the q, 13 for a branch, or the 12 of a person",
        "Nhập 10 chữ số",
    ),
    ("tax_code", "85000031OO", "Use only digits in the q", "chữ số"),
    ("tax_code", "999199000001", "Check the q: no identity card begins like this", "Kiểm tra lại câu q"),
    ("social_insurance", "123", "Enter the 10 digits of the q", "Nhập đủ 10 chữ số của câu q"),
    ("social_insurance", "٠١٢٣٤٥٦٧٨٩", "Use only digits in the q", "chữ số"),
    ("health_card", "DN9010123456789", "Check the q: 15 letters and digits", "Kiểm tra câu q: 15 chữ và số"),
    (
        "vehicle_plate",
        "NG 80-123-45",
        "Check the q: for example 29A-123.45 or 29-H1 123.45",
        "Kiểm tra câu q",
    ),
    ("vehicle_plate", "ABC123", "Check the q: for example 29A-123.45 or 29-H1 123.45", "Kiểm tra câu q"),
    (
        "electricity_customer",
        "PE01000123",
        "Check the q: 11 to 13 signs like PE01000123456",
        "Kiểm tra câu q: 11 đến 13 ký tự",
    ),
]


@pytest.mark.parametrize(("kind", "typed", "english", "vietnamese"), WRONG)
def test_what_cannot_be_right_is_said_in_both_languages(kind, typed, english, vietnamese):
    said = messages(ask_one(kind), q=typed)

    assert set(said) == {"q"}
    assert said["q"][0].startswith(english)
    assert vietnamese in said["q"][1]


def test_a_tax_code_is_asked_as_narrowly_as_the_definition_says():
    only_enterprise = ask_one("tax_code", branch=False, personal=False)

    assert messages(only_enterprise, q="0314409058-002")["q"][0] == "Enter the 10 digits of the q"
    assert messages(only_enterprise, q="001190000011")["q"][0] == "Enter the 10 digits of the q"


def test_bounds_of_amounts_are_said_as_money():
    question = ask_one("money", min=10000, max=2000000)

    assert messages(question, q="9999")["q"] == (
        "Enter VND 10,000 or more for the q",
        "Nhập câu q từ 10.000\N{NO-BREAK SPACE}₫ trở lên",
    )
    assert messages(question, q="2000001")["q"][0] == "Enter VND 2,000,000 or less for the q"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"q__month": "11", "q__year": "2026"}, ("2026-11", {})),
        ({"q__month": "3/2025"}, ("2025-03", {})),
    ],
)
def test_a_month_is_typed_or_pasted(typed, found):
    assert read_form(ask_one("month"), **typed) == found


@pytest.mark.parametrize(
    ("typed", "field", "english"),
    [
        ({"q__month": "13", "q__year": "2026"}, "q-month", "Check the q: a month is a number from 1 to 12"),
        ({"q__month": "0", "q__year": "2026"}, "q-month", "Check the q: a month is a number from 1 to 12"),
        ({"q__month": "5"}, "q-year", "Enter the q with its month and year"),
        ({"q__year": "2026"}, "q-month", "Enter the q with its month and year"),
        ({"q__month": "5", "q__year": "26"}, "q-year", "Check the year in the q"),
        ({"q__month": "12", "q__year": "2026"}, "q-month", "Enter 11/2026 or an earlier month for the q"),
    ],
)
def test_a_month_that_cannot_be_is_said_where_it_is_wrong(typed, field, english):
    assert messages(ask_one("month", latest="today"), **typed)[field][0] == english


def test_a_mistyped_mail_domain_is_asked_about_once():
    question = ask_one("email")

    asked = messages(question, q="an@gmial.com")
    again = question.read({"q": ["an@gmial.com"], "q-sure": ["an@gmial.com"]}, ENGLISH)

    assert asked["q"][0] == "Did you mean an@gmail.com? If an@gmial.com is right, continue once more"
    assert "an@gmail.com" in asked["q"][1]
    assert again == ("an@gmial.com", {})
    assert question.read({"q": ["an@yaho.com"], "q-sure": ["an@gmial.com"]}, ENGLISH).errors


def test_a_text_of_another_pattern_is_refused_in_the_definition_s_words():
    said = {"vi": "Ghi số như 12/2026", "en": "Write the number like 12/2026"}
    question = ask_one("text", pattern="[0-9]+/[0-9]{4}", pattern_message=said)

    assert read_form(question, q="12/2026") == ("12/2026", {})
    assert messages(question, q="12-2026")["q"] == (said["en"], said["vi"])
