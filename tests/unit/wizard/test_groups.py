"""Repeating steps."""

import pytest

from app.errors import NotFound
from app.wizard.flow import Flow
from app.wizard.groups import finish, items, remove, title
from app.wizard.state import start
from app.wizard.typed import fields, keep
from tests.support.wizard import (
    TODAY,
    answered,
    context,
    definition,
    make_definition,
    make_question,
    make_step,
)

GROUP = definition("group")


def with_witnesses(*names):
    state = start()
    for item, name in enumerate(names):
        state = answered(GROUP, state, "witnesses", item, witness_name=name, witness_knows="no")
    return state


def test_items_are_added_one_after_the_other():
    state = with_witnesses("An", "Bình")

    assert [
        (item.position, item.title, item.name, item.complete)
        for item in items(GROUP, state, "witnesses", context())
    ] == [
        (0, "Witness 1", "An", True),
        (1, "Witness 2", "Bình", True),
    ]


def test_an_item_can_be_changed_in_its_place():
    state = answered(
        GROUP, with_witnesses("An", "Bình"), "witnesses", 0, witness_name="Ân", witness_knows="no"
    )

    assert [item.name for item in items(GROUP, state, "witnesses", context())] == ["Ân", "Bình"]


def test_removing_an_item_moves_what_is_typed_in_later_ones():
    state = with_witnesses("An", "Bình")
    state = keep(GROUP, state, "witnesses", {"witness_name": ["Cường 3"]}, context(), item=2)

    state = remove(GROUP, state, "witnesses", 0)

    assert [item.name for item in items(GROUP, state, "witnesses", context())] == ["Bình"]
    assert fields(GROUP, state, "witnesses", context(), 1)[0].typed() == "Cường 3"


def test_removing_an_item_forgets_what_was_typed_in_it():
    state = keep(
        GROUP, with_witnesses("An", "Bình"), "witnesses", {"witness_name": ["Bình 2"]}, context(), item=1
    )

    state = remove(GROUP, state, "witnesses", 1)

    assert fields(GROUP, state, "witnesses", context(), 1)[0].typed() == ""


def test_the_list_cannot_be_finished_with_too_few_items():
    outcome = finish(GROUP, start(), "witnesses", context())

    assert outcome.errors["witnesses"].text(context()) == "Add more entries: at least 1 (Witness)"


def test_the_list_cannot_be_finished_with_an_open_item():
    state = keep(GROUP, with_witnesses("An"), "witnesses", {"witness_name": ["Bình"]}, context(), item=1)

    outcome = finish(GROUP, state, "witnesses", context())

    assert outcome.errors["witnesses"].text(context()) == "Finish entry 2 (Witness) or remove it"
    assert not Flow(GROUP, outcome.state.answers, TODAY).done("witnesses")


def test_a_group_that_may_stay_empty_is_done_once_that_was_said():
    text = {"vi": "Mục", "en": "Entry"}
    form = make_definition(make_step("g", make_question("q"), repeat={"item": text, "min": 0}))

    assert not Flow(form, {}, TODAY).complete

    outcome = finish(form, start(), "g", context())

    assert not outcome.errors
    assert Flow(form, outcome.state.answers, TODAY).complete


def test_an_item_is_called_by_its_number():
    assert title(GROUP.step("witnesses"), 2, context("vi")) == "Người làm chứng 3"


def test_what_does_not_repeat_has_no_items():
    for call in (items, finish):
        with pytest.raises(NotFound):
            call(GROUP, start(), "many", context())
    with pytest.raises(NotFound):
        remove(GROUP, start(), "witnesses", 0)
