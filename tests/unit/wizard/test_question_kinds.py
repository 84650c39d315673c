"""Kinds of question with one answer: what they accept, what they refuse and how they say so."""

import pytest

from tests.support.wizard import ask_one, context, definition, read_form

EVERY_KIND = definition("every_kind")


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
    assert read_form(ask_one(kind), q=typed) == (value, {})


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
        ("yes_no", "", "Choose Yes or No"),
        ("yes_no", "maybe", "Choose Yes or No"),
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
    reading = read_form(ask_one(kind), q=typed)

    assert reading.value is None
    assert {name: error.text(context()) for name, error in reading.errors.items()} == {"q": message}


def test_a_decimal_comma_is_a_decimal_point():
    question = ask_one("number", decimals=1)

    assert read_form(question, q="1,5") == (1.5, {})
    assert read_form(question, q="1,55").errors


def test_bounds_of_a_number_are_said():
    question = ask_one("number", min=1, max=20)

    assert read_form(question, q="0").errors["q"].text(context()) == "Enter 1 or more for the q"
    assert read_form(question, q="21").errors["q"].text(context()) == "Enter 20 or less for the q"


def test_an_option_that_was_not_offered_is_refused():
    question = EVERY_KIND.question("choice")

    assert question.read({"choice": ["z"]}, context()).errors
    assert EVERY_KIND.question("many").read({"many": ["a", "z"]}, context()).errors


def test_ticked_options_are_kept_in_the_order_of_the_form():
    assert EVERY_KIND.question("many").read({"many": ["c", "a", "c"]}, context()).value == ["a", "c"]


def test_a_country_left_out_of_the_list_cannot_be_chosen():
    question = ask_one("choice", from_list="countries", without=["VN"])

    assert read_form(question, q="FR") == ("FR", {})
    assert read_form(question, q="VN").errors


def test_a_message_speaks_the_reader_s_language():
    said = read_form(ask_one("text"), q="").errors["q"].text(context("vi"))

    assert said == "Enter câu q"


def test_a_question_that_asks_if_it_has_happened_yet_is_answered_so_in_vietnamese():
    label = {"vi": "Bé đã có giấy khai sinh chưa?", "en": "Does the child have a birth certificate?"}
    question = ask_one("yes_no", label=label, name={"vi": "giấy khai sinh", "en": "the birth certificate"})

    assert question.view({}, context("vi")) == {"yes": "Rồi", "no": "Chưa"}
    assert question.view({}, context("en")) == {"yes": "Yes", "no": "No"}
    assert question.show(False, context("vi"))[0].text == "Chưa"
    (missing,) = read_form(question).errors.values()
    assert missing.text(context("vi")) == "Choose Rồi or Chưa: giấy khai sinh"
