"""Nothing a person types is lost."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import NotFound
from app.wizard.flow import Flow
from app.wizard.state import restore, start, store
from app.wizard.typed import answer, attach, detach, errors, fields, keep
from tests.support.wizard import (
    FILE,
    TODAY,
    answered,
    context,
    definition,
    make_definition,
    make_question,
    make_step,
)

CIVIL = definition("every_kind")
REVEAL = definition("reveal")
GROUP = definition("group")


def shown(form, state, key, item=None, lang="en"):
    return {field.name: field for field in fields(form, state, key, context(lang), item)}


def test_valid_answers_are_kept_and_nothing_stays_typed():
    state = answered(REVEAL, start(), "copies", wanted="yes", count="2")

    assert state.answers == {"wanted": True, "count": 2}
    assert state.typed == {}


def test_with_an_error_the_valid_is_kept_and_everything_typed_shows_again():
    outcome = answer(REVEAL, start(), "copies", {"wanted": ["yes"], "count": ["nhiều"]}, context())

    assert set(outcome.errors) == {"count"}
    assert outcome.state.answers == {"wanted": True}
    assert shown(REVEAL, outcome.state, "copies")["count"].typed() == "nhiều"
    assert errors(REVEAL, outcome.state, "copies", context()) == {"count": "Write the count in digits"}


def test_errors_speak_the_language_of_the_page_they_are_shown_on():
    state = answer(REVEAL, start(), "copies", {}, context("en")).state

    assert errors(REVEAL, state, "copies", context("vi")) == {"wanted": "Choose Có or Không"}
    assert shown(REVEAL, state, "copies", lang="vi")["wanted"].label == "câu wanted"


def test_an_answer_made_invalid_is_taken_back_so_that_it_cannot_be_sent():
    state = answered(REVEAL, start(), "copies", wanted="yes", count="2")

    state = answer(REVEAL, state, "copies", {"wanted": ["yes"], "count": ["0"]}, context()).state

    assert "count" not in state.answers
    assert not Flow(REVEAL, state.answers, TODAY).done("copies")


def test_saving_in_passing_keeps_half_a_date_without_complaint():
    state = keep(CIVIL, start(), "civil", {"date-day": ["27"], "date-month": ["3"]}, context())

    field = shown(CIVIL, state, "civil")["date"]
    assert (field.typed("day"), field.typed("month"), field.typed("year")) == ("27", "3", "")
    assert field.errors == {}
    assert state.answers == {}


def test_saving_in_passing_keeps_what_is_valid_as_an_answer():
    state = keep(CIVIL, start(), "contact", {"phone": ["+84 912 345 678"], "email": ["an@"]}, context())

    assert state.answers == {"phone": "0912345678"}
    assert shown(CIVIL, state, "contact")["phone"].typed() == "+84 912 345 678"
    assert shown(CIVIL, state, "contact")["email"].typed() == "an@"


def test_saving_in_passing_does_not_answer_an_optional_question_that_was_not_touched():
    state = keep(REVEAL, start(), "note", {"note": [""]}, context())

    assert not Flow(REVEAL, {"wanted": False, **state.answers}, TODAY).complete


def test_errors_stay_while_a_person_mends_them():
    tried = answer(REVEAL, start(), "copies", {"wanted": ["yes"], "count": [""]}, context()).state

    state = keep(REVEAL, tried, "copies", {"wanted": ["yes"], "count": ["0"]}, context())
    assert set(errors(REVEAL, state, "copies", context())) == {"count"}

    state = keep(REVEAL, state, "copies", {"wanted": ["yes"], "count": ["3"]}, context())
    assert errors(REVEAL, state, "copies", context()) == {}


def test_a_question_that_appears_is_asked_next_instead_of_being_called_missing():
    outcome = answer(REVEAL, start(), "copies", {"_shown": ["wanted"], "wanted": ["yes"]}, context())

    assert outcome.errors == {}
    assert Flow(REVEAL, outcome.state.answers, TODAY).onward("copies").key == "copies"
    assert set(shown(REVEAL, outcome.state, "copies")) == {"wanted", "count"}
    assert errors(REVEAL, outcome.state, "copies", context()) == {}

    outcome = answer(
        REVEAL, outcome.state, "copies", {"_shown": ["wanted", "count"], "wanted": ["yes"]}, context()
    )
    assert set(outcome.errors) == {"count"}


def test_what_was_typed_in_a_question_that_hides_is_there_when_it_returns():
    state = keep(
        REVEAL,
        start(),
        "copies",
        {"_shown": ["wanted", "count"], "wanted": ["yes"], "count": ["bảy"]},
        context(),
    )
    state = keep(REVEAL, state, "copies", {"_shown": ["wanted"], "wanted": ["no"]}, context())
    assert set(shown(REVEAL, state, "copies")) == {"wanted"}

    state = keep(REVEAL, state, "copies", {"_shown": ["wanted"], "wanted": ["yes"]}, context())

    assert shown(REVEAL, state, "copies")["count"].typed() == "bảy"


def test_an_unticked_box_stays_unticked():
    state = keep(CIVIL, start(), "papers", {"sure": ["yes"]}, context())
    assert state.answers["sure"] is True

    state = keep(CIVIL, state, "papers", {}, context())

    assert "sure" not in state.answers
    assert shown(CIVIL, state, "papers")["sure"].typed() == ""


def test_an_answered_step_shows_its_answers():
    state = answered(CIVIL, start(), "contact", id="001190000011", phone="0912345678", email="an@vidu.vn")

    assert [field.typed() for field in fields(CIVIL, state, "contact", context())] == [
        "001190000011",
        "0912 345 678",
        "an@vidu.vn",
    ]


def test_fields_of_other_forms_are_not_kept():
    state = keep(
        REVEAL, start(), "copies", {"wanted": ["yes"], "csrf_token": ["x"], "evil": ["y"]}, context()
    )

    assert set(state.typed["copies"].fields) == {"wanted", "_shown"}


def test_what_is_kept_is_bounded():
    state = keep(REVEAL, start(), "note", {"note": ["x" * 1_000_000] * 1000}, context())

    assert len(state.typed["note"].fields["note"]) == 100
    assert len(state.typed["note"].fields["note"][0]) == 20_000


def test_a_file_joins_the_answer_and_leaves_it():
    outcome = attach(CIVIL, start(), "papers", "file", FILE, context())
    assert outcome.state.answers == {"file": [FILE]}

    state = attach(CIVIL, outcome.state, "papers", "file", {**FILE, "id": "f2"}, context()).state
    state = detach(CIVIL, state, "papers", "file", FILE["id"])
    assert [file["id"] for file in state.answers["file"]] == ["f2"]

    state = detach(CIVIL, state, "papers", "file", "f2")
    assert state.answers == {}
    assert detach(CIVIL, state, "papers", "file", "f2") == state


def test_a_refused_file_changes_nothing():
    outcome = attach(CIVIL, start(), "papers", "file", {**FILE, "size": 0}, context())

    assert outcome.state == start()
    assert set(outcome.errors) == {"file"}


def test_files_survive_saving_and_continuing():
    state = attach(CIVIL, start(), "papers", "file", FILE, context()).state

    state = keep(CIVIL, state, "papers", {}, context())
    state = answered(CIVIL, state, "papers", sure="yes")

    assert state.answers["file"] == [FILE]
    assert Flow(CIVIL, state.answers, TODAY).done("papers")


@pytest.mark.parametrize(
    "call",
    [
        lambda: attach(CIVIL, start(), "papers", "sure", FILE, context()),
        lambda: attach(CIVIL, start(), "papers", "nothing", FILE, context()),
        lambda: detach(CIVIL, start(), "papers", "sure", "f1"),
        lambda: fields(CIVIL, start(), "nowhere", context()),
        lambda: answer(CIVIL, start(), "simple", {}, context(), item=0),
        lambda: answer(GROUP, start(), "witnesses", {}, context(), item=1),
        lambda: keep(GROUP, start(), "witnesses", {}, context(), item=-1),
    ],
)
def test_what_is_not_there_is_not_found(call):
    with pytest.raises(NotFound):
        call()


def test_the_list_page_of_a_group_takes_no_answers():
    state = keep(GROUP, start(), "witnesses", {"witness_name": ["An"]}, context(), item=0)

    assert state.answers == {"witnesses": [{"witness_name": "An"}]}
    assert keep(GROUP, state, "witnesses", {"witness_name": ["Bình"]}, context()) == state
    assert fields(GROUP, state, "witnesses", context()) == ()
    with pytest.raises(NotFound):
        answer(GROUP, state, "witnesses", {"witness_name": ["Bình"]}, context())


STEPS = [("simple", None), ("civil", None), ("contact", None), ("papers", None)]
NAMES = [name for step in CIVIL.steps for question in step.questions for name in question.field_names()]


@given(
    visits=st.lists(
        st.tuples(
            st.sampled_from(STEPS),
            st.booleans(),
            st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=20), max_size=2), max_size=8),
        ),
        max_size=5,
    )
)
def test_every_draft_survives_being_stored(visits):
    state = start({"identity": {"name": "Trần Thị Bình"}})
    for (key, item), pressed, form in visits:
        if pressed:
            state = answer(CIVIL, state, key, form, context(), item).state
        else:
            state = keep(CIVIL, state, key, form, context(), item)

    stored = msgspec.json.decode(msgspec.json.encode(store(state)))

    assert restore(stored) == state
    for key, item in STEPS:
        assert fields(CIVIL, restore(stored), key, context(), item) == fields(
            CIVIL, state, key, context(), item
        )


def test_what_rests_on_a_value_worked_out_on_the_same_page_is_asked_read_and_done():
    by = {"moment": {"question": "born", "plus": {"days": 60}}}
    late = {"before": ["by", "today"]}
    form = make_definition(
        make_step(
            "birth",
            make_question("born", "date"),
            make_question("by", "calculated", of=by, shown_as="date"),
            make_question("notice", "information", text={"vi": "Quá hạn", "en": "Late"}, when=late),
            make_question("reason", when=late),
        )
    )

    state = answered(form, start(), "birth", born__day="1", born__month="9", born__year="2026", reason="Ở xa")

    flow = Flow(form, state.answers, TODAY)
    assert flow.live["by"] == "2026-10-31"
    assert state.answers["reason"] == "Ở xa"
    assert flow.complete


AMOUNTS = make_definition(
    make_step(
        "s",
        make_question("fee", "money"),
        make_question("area", "number", decimals=2),
        make_question("workers", "number"),
        make_question(
            "goods", "table", row={"vi": "Hàng", "en": "Item"}, columns=[make_question("value", "money")]
        ),
    )
)
WRITTEN = {
    "vi": {"fee": "1.200.000", "area": "1200,25", "workers": "1200", "goods-0-value": "20.000"},
    "en": {"fee": "1,200,000", "area": "1200.25", "workers": "1200", "goods-0-value": "20,000"},
}


def amounts_on_page(state, lang):
    page = shown(AMOUNTS, state, "s", lang=lang)
    cells = {cell.name: cell.typed() for cell in page["goods"].view["parts"]}
    return {name: page[name].typed() if name in page else cells[name] for name in WRITTEN[lang]}


@pytest.mark.parametrize("here", ["vi", "en"])
@pytest.mark.parametrize("typing", ["1.200.000 1.200,25 1.200 20.000", "1,200,000 1,200.25 1,200 20,000"])
def test_amounts_stand_on_each_page_as_its_language_writes_them(typing, here):
    form = {name: [value] for name, value in zip(WRITTEN["vi"], typing.split(), strict=True)}

    typed = keep(AMOUNTS, start(), "s", form, context(here))
    done = answer(AMOUNTS, start(), "s", form, context(here)).state

    for lang, written in WRITTEN.items():
        assert amounts_on_page(typed, lang) == amounts_on_page(done, lang) == written
        sent_again = answer(AMOUNTS, done, "s", {n: [v] for n, v in written.items()}, context(lang)).state
        assert sent_again.answers == done.answers
    assert done.answers["fee"] == 1200000 and done.answers["area"] == 1200.25


def test_an_amount_that_cannot_be_read_stays_as_it_was_typed():
    state = answer(AMOUNTS, start(), "s", {"fee": ["1.20.000"], "area": ["1.200"]}, context("vi")).state

    page = shown(AMOUNTS, state, "s", lang="en")

    assert page["fee"].typed() == "1.20.000"
    assert "1,500,000" in page["fee"].error()
    assert "at most 2 decimals" in page["area"].error()
