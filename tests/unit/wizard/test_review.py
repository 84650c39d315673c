"""Check your answers."""

import pytest

from app.wizard.review import sections
from app.wizard.state import State, start
from tests.support.wizard import FILE, answered, birth, context, definition, walk


def rows(form, state, lang="en"):
    return {row.question: row for section in sections(form, state, context(lang)) for row in section.rows}


def texts(row):
    return [f"{line.label}: {line.text}" if line.label else line.text for line in row.lines]


def test_only_what_is_on_the_path_is_shown_each_with_its_step():
    form = definition("branches")
    state = State(answers={"owner": "mine", "lessor": "Công ty A", "zone": 3})

    assert {key: (row.step, texts(row)) for key, row in rows(form, state).items()} == {
        "owner": ("vehicle", ["Mine"]),
        "zone": ("zone", ["3"]),
    }


def test_what_was_left_blank_is_said_to_be_so():
    form = definition("reveal")

    assert texts(rows(form, State(answers={"wanted": False, "note": None}))["note"]) == ["Not given"]


def test_each_item_is_a_section_with_its_way_back():
    form = definition("group")
    state = answered(form, start(), "witnesses", 0, witness_name="An", witness_knows="no")
    state = answered(form, state, "witnesses", 1, witness_name="Bình", witness_knows="no")

    shown = [
        (section.title, section.item, section.rows[0].item) for section in sections(form, state, context())
    ]

    assert shown[:2] == [("Witness 1", 0, 0), ("Witness 2", 1, 1)]


def test_an_empty_list_is_shown_as_a_section_without_rows():
    shown = sections(definition("group"), start(), context())

    assert [(section.title, section.rows) for section in shown] == [("Step witnesses", ())]


ANSWERS = {
    "date": "1990-03-07",
    "address": {
        "country": "VN",
        "scheme": "2025",
        "province": "01",
        "district": None,
        "ward": "00004",
        "line": "12 Đội Cấn",
    },
    "person": {
        "name": "An",
        "birth_date": "1962",
        "ethnicity": "other",
        "ethnicity_other": "Pa Kô",
        "nationality": "FR",
    },
    "phone": "0912345678",
    "file": [FILE],
}


@pytest.mark.parametrize(
    ("lang", "question", "shown"),
    [
        ("en", "date", ["7 March 1990"]),
        ("vi", "date", ["07/03/1990"]),
        ("en", "address", ["12 Đội Cấn, Ba Đình Ward, Hà Nội City"]),
        ("vi", "address", ["12 Đội Cấn, Phường Ba Đình, Thành phố Hà Nội"]),
        (
            "en",
            "person",
            ["Full name: An", "Date of birth: 1962", "Ethnic group: Pa Kô", "Nationality: France"],
        ),
        (
            "vi",
            "person",
            ["Họ, chữ đệm và tên: An", "Ngày sinh: 1962", "Dân tộc: Pa Kô", "Quốc tịch: Pháp"],
        ),
        ("en", "phone", ["0912 345 678"]),
        ("vi", "file", ["giấy chứng sinh 👶.pdf"]),
    ],
)
def test_answers_are_shown_in_the_language_of_the_page(lang, question, shown):
    assert texts(rows(definition("every_kind"), State(answers=ANSWERS), lang)[question]) == shown


def test_what_was_only_to_be_read_is_not_shown_again():
    assert "read" not in rows(definition("every_kind"), State(answers={"read": None}))


def test_an_address_abroad_names_the_country():
    form = definition("every_kind")
    state = State(answers={"address": {"country": "FR", "free": "Paris"}})

    assert texts(rows(form, state)["address"]) == ["Paris, France"]


def test_every_answer_of_a_whole_birth_registration_can_be_shown_in_both_languages():
    form = birth()
    for seed in range(20):
        state = walk(form, start(), seed)
        for lang in ("vi", "en"):
            assert all(texts(row) for row in rows(form, state, lang).values())
