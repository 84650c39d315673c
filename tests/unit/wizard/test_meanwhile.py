"""Two windows on the same page: whatever kind of question, nothing another one saved is undone unseen."""

import random

import pytest

from app.wizard.fields import SHOWN
from app.wizard.meanwhile import HELD, held, kept, meet
from app.wizard.state import State, mark, start
from tests.support.wizard import context, definition, make_definition, make_question, make_step, valid_form

EVERY_KIND = definition("every_kind")
TYPED = [
    (step, question)
    for step in EVERY_KIND.steps
    for question in step.questions
    if question.type not in ("file", "information", "calculated", "declaration") and not step.repeat
]
GROUP = make_definition(make_step("people", make_question("called"), repeat={"item": {"vi": "x", "en": "x"}}))
# Every valid month by chance is this one's.
MAY = {"month-month": ["5"], "month-year": ["2024"]}
PEOPLE = GROUP.step("people")


@pytest.mark.parametrize(("step", "question"), TYPED, ids=lambda one: getattr(one, "type", ""))
def test_of_every_kind_another_answer_is_seen_before_it_is_undone(step, question):
    made = held(start(), step, None, "here")
    theirs, ours = two_answers(question)
    elsewhere = after(start(), step, theirs, held(start(), step, None, "there"))

    met = meet(EVERY_KIND, elsewhere, step.key, form(question, ours, made), context(), None)
    saved = after(elsewhere, step, ours, made, question)
    the_same = meet(EVERY_KIND, elsewhere, step.key, form(question, theirs, made), context(), None)

    assert met.undone == (question.key,)
    assert saved.answers == elsewhere.answers
    assert ours.items() <= saved.typed[step.key].fields.items()
    assert the_same.undone == ()


def test_who_read_the_newest_page_may_change_it():
    step, question = TYPED[0]
    theirs, ours = two_answers(question)
    elsewhere = after(start(), step, theirs, held(start(), step, None, "there"))

    saved = after(elsewhere, step, ours, held(elsewhere, step, None, "here"), question)

    assert saved.answers != elsewhere.answers


def test_a_window_whose_answer_was_lost_is_no_other_window():
    step, question = TYPED[0]
    theirs, ours = two_answers(question)
    made = held(start(), step, None, "here")
    saved = after(start(), step, theirs, made, question)

    assert meet(EVERY_KIND, saved, step.key, form(question, ours, made), context(), None).undone == ()


def test_an_item_is_followed_where_others_before_it_are_gone():
    made = held(people("An", "Bình", "Chi"), PEOPLE, 1, "here")

    after_removal = kept(GROUP, people("Bình", "Chi"), "people", called("Bé", made), context(), 1)

    assert named(after_removal) == ["Bé", "Chi"]


def test_an_item_both_windows_add_is_there_twice():
    made = held(people("An"), PEOPLE, 1, "here")

    both = kept(GROUP, people("An", "Bình"), "people", called("Chi", made), context(), 1)

    assert named(both) == ["An", "Bình", "Chi"]


def test_an_item_that_both_windows_change_is_shown_before_it_is_undone():
    made = held(people("An", "Bình"), PEOPLE, 1, "here")
    elsewhere = people("An", "Bích")

    met = meet(GROUP, elsewhere, "people", called("Bé", made), context(), 1)

    assert met == (1, ("called",))
    assert named(kept(GROUP, elsewhere, "people", called("Bé", made), context(), 1)) == ["An", "Bích"]


def test_an_item_that_is_gone_comes_back_at_the_end_when_it_is_saved():
    made = held(people("An", "Bình", "Chi"), PEOPLE, 2, "here")

    back = kept(GROUP, people("An"), "people", called("Chi", made), context(), 2)

    assert named(back) == ["An", "Chi"]


def two_answers(question):
    """Two forms that answer the question differently."""
    seen = {}
    for typed in [*(valid_form(question, random.Random(seed)) for seed in range(400)), MAY]:
        reading = question.read(typed, context())
        if not reading.errors and reading.value is not None:
            seen.setdefault(repr(reading.value), typed)
    assert len(seen) > 1, f"every valid answer to a {question.type} is the same"
    return list(seen.values())[:2]


def form(question, typed, told):
    return {**typed, SHOWN: [question.key], HELD: [told]}


def after(state, step, typed, told, question=None):
    shown = [question.key] if question else [one.key for one in step.questions]
    return kept(EVERY_KIND, state, step.key, {**typed, SHOWN: shown, HELD: [told]}, context(), None)


def people(*names):
    return State(answers={"people": [{"called": name} for name in names]})


def called(name, told):
    return {"called": [name], HELD: [told]}


def named(state):
    assert all(mark(PEOPLE, item) for item in state.answers["people"])
    return [item["called"] for item in state.answers["people"]]
