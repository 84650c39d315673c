"""First values from what is known, each with its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wizard.prefill import offers
from app.wizard.review import sections
from app.wizard.state import know, start
from app.wizard.typed import answer, fields, keep
from tests.support.wizard import TODAY, answered, context, definition

FORM = definition("prefilled")
HOME = {
    "country": "VN",
    "scheme": "2025",
    "province": "01",
    "district": None,
    "ward": "00004",
    "line": "12 Đội Cấn",
}
CLAIMS = {
    "name": "Trần Thị Bình",
    "birthdate": "1990-03-27",
    "id_number": "001190000011",
    "phone_number": "+84912345678",
    "address": {"formatted": "…", "unit": HOME},
}
RECORD = {
    "id_number": "001190000011",
    "name": "Trần Thị Bình",
    "birth_date": "1990-03-27",
    "ethnicity": "Kinh",
    "nationality": "Việt Nam",
    "marriage": {"spouse": {"name": "Lê Văn Chính", "id_number": "079085000022", "birth_date": "1985-02-01"}},
}


def field(state, key, name=None):
    return next(field for field in fields(FORM, state, key, context()) if field.name == (name or key))


def as_form(field):
    return dict(field.raw)


def mother(facts):
    return answered(FORM, start(facts), "role", role="mother")


def test_the_registry_comes_before_the_claims():
    shown = field(mother({"identity": CLAIMS, "registry": RECORD}), "mother")

    assert shown.source == "registry"
    assert shown.typed("name") == "Trần Thị Bình"
    assert shown.typed("birth_date-year") == "1990"
    assert (shown.typed("ethnicity"), shown.typed("nationality")) == ("Kinh", "VN")
    assert (shown.typed("paper_type"), shown.typed("paper_number")) == ("cccd", "001190000011")


def test_without_a_registry_record_the_claims_fill_what_they_know():
    shown = field(mother({"identity": CLAIMS, "registry": {}}), "mother")

    assert shown.source == "identity"
    assert shown.typed("name") == "Trần Thị Bình"
    assert shown.typed("ethnicity") == ""


def test_the_spouse_is_offered_to_a_father():
    state = answered(FORM, start({"registry": RECORD}), "role", role="father")

    shown = field(state, "mother")

    assert (shown.source, shown.typed("name"), shown.typed("paper_number")) == (
        "registry",
        "Lê Văn Chính",
        "079085000022",
    )


def test_an_unmarried_father_is_offered_nothing_not_even_the_kind_of_paper():
    state = answered(FORM, start({"registry": {**RECORD, "marriage": None}}), "role", role="father")

    assert field(state, "mother").raw == {}
    assert field(state, "mother").source is None


def test_a_record_that_arrives_later_is_used():
    state = know(mother({}), "registry", RECORD)

    assert field(state, "mother").source == "registry"


def test_nothing_is_answered_before_the_person_has_seen_it():
    state = mother({"identity": CLAIMS, "registry": RECORD})

    assert set(state.answers) == {"role"}
    assert {key: made.source for key, made in offers(FORM, state, TODAY).items()} == {
        "mother": "registry",
        "home": "identity",
        "phone": "identity",
    }


def test_the_source_stays_with_an_accepted_value():
    state = mother({"identity": CLAIMS, "registry": RECORD})

    state = answer(FORM, state, "mother", as_form(field(state, "mother")), context()).state

    assert field(state, "mother").source == "registry"
    rows = [row for section in sections(FORM, state, context()) for row in section.rows]
    assert {row.question: row.source for row in rows if row.source} == {"mother": "registry"}


def test_the_source_goes_when_the_person_changes_the_value():
    state = mother({"identity": CLAIMS, "registry": RECORD})
    changed = {**as_form(field(state, "mother")), "mother-name": ["Trần Thị Bính"]}

    state = keep(FORM, state, "mother", changed, context())
    assert field(state, "mother").source is None
    assert field(state, "mother").typed("name") == "Trần Thị Bính"

    state = answer(FORM, state, "mother", changed, context()).state
    assert field(state, "mother").source is None
    assert state.sources == {}


def test_a_value_written_another_way_is_still_the_source_s():
    state = mother({"identity": CLAIMS})
    assert field(state, "phone").typed() == "0912 345 678"

    state = answer(FORM, state, "phone", {"phone": ["0912345678"]}, context()).state

    assert state.sources == {"phone": "identity"}
    assert field(state, "phone").source == "identity"


def test_filling_in_what_the_source_did_not_know_keeps_the_source():
    state = mother({"identity": CLAIMS})
    form = {**as_form(field(state, "mother")), "mother-ethnicity": ["Kinh"], "mother-nationality": ["VN"]}

    state = answer(FORM, state, "mother", form, context()).state

    assert state.sources == {"mother": "identity"}


def test_an_earlier_answer_is_offered_as_far_as_the_question_asks_for_it():
    state = mother({"identity": CLAIMS, "registry": RECORD})
    for key in ("mother", "home"):
        state = answer(FORM, state, key, as_form(field(state, key)), context()).state

    office = field(state, "office")

    assert office.source == "answers"
    assert "office-line" not in office.raw
    assert answer(FORM, state, "office", as_form(office), context()).state.answers["office"] == {
        "country": "VN",
        "scheme": "2025",
        "province": "01",
        "district": None,
        "ward": "00004",
    }


@pytest.mark.parametrize(
    "home",
    [{**HOME, "scheme": "2024"}, {"country": "VN", "free": "Bản Phùng"}, {"country": "FR", "free": "Paris"}],
)
def test_an_address_a_question_cannot_hold_is_not_offered(home):
    state = mother({"identity": {**CLAIMS, "address": {"unit": home}}})
    state = answer(
        FORM, state, "home", {f"home-{part}": [text] for part, text in home.items() if text}, context()
    ).state

    assert field(state, "office").raw == {}
    assert field(state, "office").source is None


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*CLAIMS, *RECORD, "unit", "spouse", "country", "scheme"]), inner, max_size=6
        )
    ),
    max_leaves=20,
)


@given(
    identity=st.dictionaries(st.sampled_from([*CLAIMS]), JUNK),
    registry=st.dictionaries(st.sampled_from([*RECORD]), JUNK),
)
def test_a_broken_record_breaks_no_page(identity, registry):
    for role in ("mother", "father"):
        state = answered(FORM, start({"identity": identity, "registry": registry}), "role", role=role)
        for step in FORM.steps:
            for shown in fields(FORM, state, step.key, context()):
                assert all(isinstance(text, str) for texts in shown.raw.values() for text in texts)


def test_the_place_a_person_chose_before_is_offered_first_where_it_is_asked_and_nowhere_else():
    place = {"scheme": "2025", "province": "79", "district": None, "ward": "26740"}
    state = know(mother({"registry": {**RECORD, "residence": HOME}}), "place", {"office": place})

    offered = offers(FORM, state, TODAY)

    assert offered["office"].source == "place"
    assert offered["office"].value == place
    assert {key for key, found in offered.items() if found.source == "place"} == {"office"}
