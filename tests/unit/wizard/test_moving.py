"""A draft moves to another version: what fits stays, what does not is named, nothing vanishes."""

import copy
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from app.wizard.reading.authoring import published
from app.wizard.reading.definition import check, load
from app.wizard.state import State, Typed
from app.wizard.versions.differences import differences
from app.wizard.versions.moving import given as given_answers
from app.wizard.versions.moving import moved
from tests.support.answers import random_walk
from tests.support.wizard import PUBLISHED, TODAY, context, make_definition, make_step, raw_definition

TEXT = {"vi": "Khác", "en": "Other"}
FORMS = {name: raw_definition(name) for name in ("every_kind", "group", "branches")}
FORMS["birth"] = published(PUBLISHED / "birth-registration" / "1.json")
NAMES = sorted(FORMS)


@cache
def answers_of(form, walk):
    """Answers that complete a form, decided by chance once."""
    return random_walk(load(FORMS[form]), walk)


def _any(chance, items):
    return items[chance.randrange(len(items))]


def remove_question(raw, chance, names):
    step = _any(chance, raw["steps"])
    step["questions"].remove(_any(chance, step["questions"]))


def remove_step(raw, chance, names):
    raw["steps"].remove(_any(chance, raw["steps"]))


def rename_question(raw, chance, names):
    question = _any(chance, _any(chance, raw["steps"])["questions"])
    if not question["key"].endswith("_new") and question["key"] != "brand_new":
        renamed = f"{question['key'][:40]}_new"
        names[question["key"]] = question["key"] = renamed


def reword(raw, chance, names):
    _any(chance, _any(chance, raw["steps"])["questions"])["label"] = TEXT


def require(raw, chance, names):
    question = _any(chance, _any(chance, raw["steps"])["questions"])
    question["required"] = not question.get("required", True)


def shorten(raw, chance, names):
    question = _any(chance, _any(chance, raw["steps"])["questions"])
    question["max_length" if question["type"] in ("text", "long_text") else "max"] = 3


def take_option(raw, chance, names):
    question = _any(chance, _any(chance, raw["steps"])["questions"])
    options = question.get("options", [])
    options.remove(_any(chance, options)) if len(options) > 2 else None


def another_kind(raw, chance, names):
    questions = _any(chance, raw["steps"])["questions"]
    place = chance.randrange(len(questions))
    questions[place] = {"key": questions[place]["key"], "type": "yes_no", "label": TEXT, "name": TEXT}


def add_question(raw, chance, names):
    new = {"key": "brand_new", "type": "text", "label": TEXT}
    _any(chance, raw["steps"])["questions"].append(new)


def move_question(raw, chance, names):
    step, other = _any(chance, raw["steps"]), _any(chance, raw["steps"])
    question = _any(chance, step["questions"])
    step["questions"].remove(question)
    other["questions"].append(question)


def fewer_items(raw, chance, names):
    for step in raw["steps"]:
        if "repeat" in step:
            step["repeat"] |= {"min": 0, "max": 1}


EDITS = (
    remove_question,
    remove_step,
    rename_question,
    reword,
    require,
    shorten,
    take_option,
    another_kind,
    add_question,
    move_question,
    fewer_items,
)


def edited(raw, edits, chance):
    """The next version after these edits, as far as they leave a sound definition."""
    current, names = copy.deepcopy(raw), {}
    for edit in edits:
        after, renamed = copy.deepcopy(current), dict(names)
        edit(after, chance, renamed)
        if not check(after):
            current, names = after, renamed
    there = {question["key"] for step in current["steps"] for question in step["questions"]}
    names = {old: new for old, new in names.items() if new in there}
    text = {"vi": "Đổi mới", "en": "Changed"}
    current |= {"version": raw["version"] + 1, "changes": {"items": [{"text": text}], "renamed": names}}
    return load(current)


@settings(max_examples=150, deadline=None)
@given(
    form=st.sampled_from(NAMES),
    walk=st.integers(0, 3),
    edits=st.lists(st.sampled_from(EDITS), max_size=6),
    chance=st.randoms(use_true_random=False),
)
def test_every_answer_is_sent_as_before_or_named(form, walk, edits, chance):
    old, answers = load(FORMS[form]), answers_of(form, walk)
    new = edited(FORMS[form], edits, chance)

    after, report = moved(old, new, State(answers=answers), context())

    names = dict(new.changes.renamed)
    still = {
        (names.get(step.key, step.key) if item is not None else None, item, key): value
        for step, item, key, value in given_answers(new, after, TODAY)
    }
    named = [(one.step, one.item, one.question) for one in report.dropped]
    before = list(given_answers(old, State(answers=answers), TODAY))
    lost = [
        (step.key, item, key)
        for step, item, key, value in before
        if (step.key, item, key) not in named
        and still.get((step.key if item is not None else None, item, names.get(key, key))) != value
    ]
    assert lost == []
    assert len(named) == len(set(named))
    assert report.kept == len(before) - len(report.dropped)


@settings(max_examples=40, deadline=None)
@given(form=st.sampled_from(NAMES), walk=st.integers(0, 3))
def test_moving_to_the_same_version_changes_nothing(form, walk):
    state = State(
        answers=answers_of(form, walk), typed={"x": Typed({"y": ["z"]}, tried=True)}, sources={"a": "b"}
    )

    after, report = moved(load(FORMS[form]), load(FORMS[form]), state, context())

    assert after == state
    assert report.dropped == ()


@settings(max_examples=60, deadline=None)
@given(form=st.sampled_from(NAMES), chance=st.randoms(use_true_random=False))
def test_other_words_cost_no_answer(form, chance):
    old, new = load(FORMS[form]), edited(FORMS[form], [reword, reword, rename_question], chance)

    _, report = moved(old, new, State(answers=answers_of(form, 0)), context())

    assert report.dropped == ()
    assert differences(old, new)


@settings(max_examples=80, deadline=None)
@given(
    form=st.sampled_from(NAMES),
    edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=6),
    chance=st.randoms(use_true_random=False),
)
def test_whatever_changes_is_told_in_both_languages(form, edits, chance):
    old, new = load(FORMS[form]), edited(FORMS[form], edits, chance)

    found = differences(old, new)

    if old.steps != new.steps and not _only_keys_changed(old, new):
        assert found
    assert all(one.message.text(context(lang)) for one in found for lang in ("vi", "en"))


def _only_keys_changed(old, new):
    def bare(definition):
        return [[(q.label, q.type) for q in step.questions] for step in definition.steps]

    return bare(old) == bare(new)


NAME = {"key": "name", "type": "text", "label": TEXT}


def test_what_was_typed_and_is_not_valid_yet_moves_along_under_its_new_name():
    old = make_definition(make_step("one", NAME))
    new = make_definition(
        make_step("two", {**NAME, "key": "full_name"}),
        version=2,
        changes={"items": [{"text": TEXT}], "renamed": {"name": "full_name"}},
    )
    state = State(typed={"one": Typed({"name": [""], "_shown": ["name"]}, tried=True)})

    after, report = moved(old, new, state, context())

    assert after.typed == {"two": Typed({"full_name": [""], "_shown": ["full_name"]}, tried=True)}
    assert report.dropped == ()


def test_what_was_only_typed_and_is_asked_no_more_is_named():
    old = make_definition(make_step("one", NAME, {**NAME, "key": "other"}))
    new = make_definition(make_step("one", NAME), version=2, changes={"items": [{"text": TEXT}]})
    state = State(typed={"one": Typed({"other": ["nửa câu"], "_shown": ["name", "other"]})})

    _, report = moved(old, new, state, context())

    assert [(one.question, one.value, one.raw) for one in report.dropped] == [("other", "nửa câu", True)]


def test_a_declaration_in_other_words_is_declared_anew():
    promise = {"key": "promise", "type": "declaration", "label": TEXT, "text": TEXT}
    old = make_definition(make_step("one", promise))
    words = {"vi": "Tôi cam đoan", "en": "I declare"}
    new = make_definition(
        make_step("one", {**promise, "text": words}), version=2, changes={"items": [{"text": TEXT}]}
    )

    after, report = moved(old, new, State(answers={"promise": True}), context())

    assert after.answers == {}
    assert [one.reason for one in report.dropped] == ["say_again"]


def test_a_key_that_another_question_took_over_belongs_to_that_one():
    old = make_definition(make_step("one", NAME, {**NAME, "key": "alias"}))
    new = make_definition(
        make_step("one", {**NAME, "key": "alias"}),
        version=2,
        changes={"items": [{"text": TEXT}], "renamed": {"name": "alias"}},
    )

    after, report = moved(old, new, State(answers={"name": "An", "alias": "Bình"}), context())

    assert after.answers == {"alias": "An"}
    assert [(one.question, one.value, one.reason) for one in report.dropped] == [("alias", "Bình", "removed")]
