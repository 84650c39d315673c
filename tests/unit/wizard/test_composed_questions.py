"""Relationships, bank accounts, tables, calculated values, conditional options, moving bounds."""

import pytest

from app.wizard.flow import Flow, relevant_answers
from app.wizard.state import State, start
from app.wizard.typed import answer, fields
from tests.support.wizard import (
    TODAY,
    ask_one,
    context,
    definition,
    make_definition,
    make_question,
    make_step,
    options,
    read_form,
)

ROWS = definition("every_kind").question("goods")


def test_a_relation_that_is_not_listed_is_told_in_words():
    question = ask_one("relationship")

    assert read_form(question, q__kind="mother") == ({"kind": "mother"}, {})
    assert read_form(question, q__kind="other", q__other="Hàng xóm").value == {
        "kind": "other",
        "other": "Hàng xóm",
    }
    assert set(read_form(question, q__kind="other").errors) == {"q-other"}


def test_only_the_relations_a_law_names_are_offered():
    question = ask_one("relationship", only=["mother", "father"])

    assert read_form(question, q__kind="wife").errors
    assert question.write("Cha") == {"q-kind": ["father"]}


def test_a_bank_account_is_whole_or_not_at_all():
    question = ask_one("bank_account", required=False)

    whole = read_form(question, q__bank="970436", q__number="0011 0045 678", q__holder="Nguyễn Văn An")

    assert whole.value == {"bank": "970436", "number": "00110045678", "holder": "NGUYỄN VĂN AN"}
    assert read_form(question) == (None, {})
    assert set(read_form(question, q__number="123456").errors) == {"q-bank"}
    assert set(read_form(question, q__bank="970436", q__number="12", q__holder="A").errors) == {"q-number"}
    assert question.read({"q-bank": ["123456"], "q-number": ["123456"], "q-holder": ["A"]}, context()).errors


def test_rows_with_nothing_in_them_do_not_count():
    form = {
        "goods-0-name": ["Gạo"],
        "goods-0-value": ["1.000"],
        "goods-4-name": ["Vải"],
        "goods-4-value": ["2000"],
    }

    assert ROWS.read(form, context()).value == [
        {"name": "Gạo", "value": 1000},
        {"name": "Vải", "value": 2000},
    ]


def test_a_wrong_cell_is_said_at_the_cell():
    form = {"goods-0-name": ["Gạo"], "goods-1-name": ["Vải"], "goods-1-value": ["hai"]}

    assert set(ROWS.read(form, context()).errors) == {"goods-0-value", "goods-1-value"}


def test_an_empty_table_asks_for_its_first_row():
    errors = ROWS.read({}, context()).errors

    assert errors["goods-0-name"].text(context()) == "Fill in at least one row of the goods"


def test_a_table_shows_one_empty_row_while_there_is_room():
    assert ROWS.view({}, context())["rows"] == [0]
    assert ROWS.view({"goods-0-name": ["Gạo"]}, context())["rows"] == [0, 1]
    assert ROWS.view({"goods-0-name": ["Gạo"]}, context())["filled"] == [0]
    full = {f"goods-{number}-name": ["x"] for number in range(10)}
    assert ROWS.view(full, context())["full"]


def test_a_table_adds_up_the_column_it_names():
    lines = ROWS.show([{"name": "Gạo", "value": 1000}, {"name": "Vải", "value": 2000}], context())

    assert [(line.label, line.text) for line in lines] == [
        ("Item 1", "Gạo; the value: VND 1,000"),
        ("Item 2", "Vải; the value: VND 2,000"),
        ("Total", "VND 3,000"),
    ]


AGES = make_definition(
    make_step("s", make_question("born", "date"), make_question("age", "calculated", of={"age": "born"})),
    make_step("t", make_question("job"), when={"at_least": ["age", 18]}),
)


def test_a_calculated_value_follows_the_answers_and_is_sent():
    child, adult = {"born": "2010-01-01"}, {"born": "1990-01-01", "job": "thợ"}

    assert [step.key for step in Flow(AGES, child, TODAY).path] == ["s"]
    assert relevant_answers(AGES, adult, TODAY) == {"born": "1990-01-01", "age": 36, "job": "thợ"}
    assert "age" not in relevant_answers(AGES, {}, TODAY)


def test_a_calculated_value_cannot_be_typed():
    state = answer(
        AGES,
        start(),
        "s",
        {"born-day": ["1"], "born-month": ["1"], "born-year": ["1990"], "age": ["5"]},
        context(),
    ).state

    assert Flow(AGES, state.answers, TODAY).live["age"] == 36
    (shown,) = [field for field in fields(AGES, state, "s", context()) if field.name == "age"]
    assert [line.text for line in shown.lines] == ["36"]


OPTIONS = make_definition(
    make_step("s", make_question("adult", "yes_no")),
    make_step(
        "t",
        make_question(
            "drink",
            "choice",
            options=[
                *options("tea"),
                {**options("beer")[0], "when": {"equals": ["adult", True]}},
                *options("milk"),
            ],
        ),
    ),
)


def test_an_option_is_offered_only_while_its_condition_holds():
    def offered(adult):
        (field,) = fields(OPTIONS, State(answers={"adult": adult}), "t", context())
        return [option.value for option in field.view["options"]]

    assert offered(True) == ["tea", "beer", "milk"]
    assert offered(False) == ["tea", "milk"]
    assert answer(OPTIONS, State(answers={"adult": False}), "t", {"drink": ["beer"]}, context()).errors


def test_an_answer_that_is_no_longer_offered_is_open_again():
    assert Flow(OPTIONS, {"adult": True, "drink": "beer"}, TODAY).complete
    assert not Flow(OPTIONS, {"adult": False, "drink": "beer"}, TODAY).complete
    assert relevant_answers(OPTIONS, {"adult": False, "drink": "beer"}, TODAY) == {"adult": False}


BOUNDS = make_definition(
    make_step(
        "s",
        make_question("begin", "date", earliest={"today": True, "plus": {"days": 3}}),
        make_question("end", "date", earliest="begin", latest={"question": "begin", "plus": {"days": 45}}),
    )
)


@pytest.mark.parametrize(
    ("begin", "end", "wrong"),
    [
        ((24, 11, 2026), (24, 11, 2026), set()),
        ((23, 11, 2026), (24, 11, 2026), {"begin-day"}),
        ((24, 11, 2026), (8, 1, 2027), set()),
        ((24, 11, 2026), (9, 1, 2027), {"end-day"}),
        ((24, 11, 2026), (23, 11, 2026), {"end-day"}),
    ],
)
def test_bounds_of_a_date_follow_today_and_other_answers(begin, end, wrong):
    parts = [("begin", begin), ("end", end)]
    form = {
        f"{key}-{part}": [str(n)]
        for key, day in parts
        for part, n in zip(("day", "month", "year"), day, strict=True)
    }

    assert set(answer(BOUNDS, start(), "s", form, context()).errors) == wrong
