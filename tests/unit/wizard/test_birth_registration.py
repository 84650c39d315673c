"""The birth registration form: who is asked what."""

import pytest

from app.wizard.flow import Flow
from app.wizard.state import State, start
from app.wizard.typed import answer, fields
from tests.support.wizard import TODAY, answered, birth, context

FORM = birth()
CHILD = {"child_name": "Nguyễn Minh Anh", "child_birth_date": "2026-11-01"}


def path(**answers):
    return [step.key for step in Flow(FORM, {**CHILD, **answers}, TODAY).path]


@pytest.mark.parametrize("role", ["mother", "father"])
def test_a_parent_is_not_asked_for_relation_or_authority(role):
    assert not {"child_situation", "relation", "authorisation"} & set(path(requester_role=role))


@pytest.mark.parametrize("role", ["relative", "caretaker", "authorised"])
def test_anybody_else_states_the_relation_and_what_is_known_of_the_parents(role):
    assert {"child_situation", "relation"} <= set(path(requester_role=role))


def test_only_an_authorised_person_brings_a_letter_of_authority():
    assert "authorisation" in path(requester_role="authorised")
    assert "authorisation" not in path(requester_role="relative")


def test_a_foundling_has_a_record_and_no_parents():
    asked = set(path(requester_role="caretaker", child_situation="abandoned"))

    assert "found" in asked
    assert not {"birth_place", "birth_proof", "parents_married", "mother", "father"} & asked


def test_a_child_of_unknown_parents_who_was_not_abandoned_was_born_somewhere():
    asked = set(path(requester_role="caretaker", child_situation="unknown"))

    assert "birth_place" in asked
    assert not {"found", "parents_married", "mother", "father"} & asked


@pytest.mark.parametrize(("where", "step"), [("facility", "facility"), ("elsewhere", "birth_address")])
def test_the_place_of_birth_is_asked_as_it_will_be_written(where, step):
    asked = set(path(requester_role="mother", born_where=where))

    assert asked & {"facility", "birth_address"} == {step}
    assert "birth_proof" in asked


def test_a_child_born_abroad_is_registered_by_another_procedure():
    refused = Flow(FORM, {**CHILD, "requester_role": "mother", "born_where": "abroad"}, TODAY).refused

    assert [refusal.procedure for refusal in refused["birth_place"]] == ["2.000528"]


@pytest.mark.parametrize(
    ("proof", "step"),
    [
        ("certificate", "birth_certificate"),
        ("electronic", "birth_certificate_number"),
        ("witnesses", "witnesses"),
        ("undertaking", "undertaking"),
    ],
)
def test_each_proof_of_birth_has_its_own_step(proof, step):
    asked = set(path(requester_role="mother", born_where="elsewhere", birth_proof=proof))

    assert asked & {"birth_certificate", "birth_certificate_number", "witnesses", "undertaking"} == {step}


@pytest.mark.parametrize(
    ("answers", "steps"),
    [
        ({"parents_married": True}, {"marriage", "mother", "father"}),
        ({"parents_married": False, "recorded_parents": "mother"}, {"recorded_parents", "mother"}),
        (
            {"parents_married": False, "recorded_parents": "both"},
            {"recorded_parents", "recognition", "mother", "father"},
        ),
        (
            {"parents_married": False, "recorded_parents": "father"},
            {"recorded_parents", "recognition", "father"},
        ),
        ({}, set()),
    ],
)
def test_an_unmarried_father_is_recorded_only_when_he_recognises_the_child(answers, steps):
    family = {"marriage", "recorded_parents", "recognition", "mother", "father"}

    assert set(path(requester_role="mother", **answers)) & family == steps


def test_who_comes_late_is_told_that_it_is_still_possible():
    late = {**CHILD, "child_birth_date": "2026-09-01", "requester_role": "mother"}

    def keys(answers):
        return [question.key for question in Flow(FORM, answers, TODAY).questions("birth_place")]

    assert keys(late) == ["register_by", "late_notice", "born_where"]
    assert keys({**CHILD, "requester_role": "mother"}) == ["register_by", "born_where"]


def test_copies_are_counted_only_when_wanted():
    flow = Flow(FORM, {"requester_role": "mother", "copies_wanted": False}, TODAY)

    assert [question.key for question in flow.questions("copies")] == ["copies_wanted"]


def test_a_mother_finds_herself_and_her_husband_filled_in():
    record = {
        "id_number": "001190000011",
        "name": "Trần Thị Bình",
        "birth_date": "1990-03-27",
        "ethnicity": "Kinh",
        "nationality": "Việt Nam",
        "marriage": {
            "spouse": {
                "name": "Lê Văn Chính",
                "id_number": "079085000022",
                "birth_date": "1985-02-01",
                "residence": {"country": "VN", "scheme": "2025", "province": "79", "district": None},
            },
            "certificate_number": "12/2019",
            "registered_on": "2019-05-04",
            "registered_by": {"vi": "Uỷ ban nhân dân phường Ba Đình", "en": "Ba Đình Ward"},
        },
    }
    claims = {"name": "Trần Thị Bình", "birthdate": "1990-03-27", "id_number": "001190000011"}
    state = answered(
        FORM, start({"identity": claims, "registry": record}), "requester_role", requester_role="mother"
    )
    state = answer(FORM, state, "parents_married", {"parents_married": ["yes"]}, context()).state

    def source(step, name):
        found = {field.name: field for field in fields(FORM, state, step, context())}[name]
        return found.source, found.typed("name") or found.typed() or found.typed("year")

    assert source("requester", "requester") == ("identity", "Trần Thị Bình")
    assert source("mother", "mother") == ("registry", "Trần Thị Bình")
    assert source("father", "father") == ("registry", "Lê Văn Chính")
    assert source("marriage", "marriage_number") == ("registry", "12/2019")
    assert source("father_residence", "father_residence")[0] == "registry"
    assert source("marriage", "marriage_office") == ("registry", "Uỷ ban nhân dân phường Ba Đình")
    assert source("marriage", "marriage_date") == ("registry", "2019")


def test_the_child_takes_the_ethnic_group_of_a_parent_unless_said_otherwise():
    mother = {"name": "H'Hen", "ethnicity": "Ê Đê", "nationality": "VN"}
    answers = {
        "requester_role": "mother",
        "parents_married": False,
        "recorded_parents": "mother",
        "mother": mother,
    }

    found = {field.name: field for field in fields(FORM, State(answers=answers), "origin", context())}

    assert (found["child_ethnicity"].typed(), found["child_ethnicity"].source) == ("Ê Đê", "answers")
    assert found["child_nationality"].typed() == "VN"


def test_every_field_of_the_printed_form_is_asked():
    asked = {question.key for step in FORM.steps for question in step.questions}

    printed = """
        requester requester_residence requester_relation
        child_name child_birth_date child_sex born_where child_ethnicity child_nationality child_hometown
        father father_residence mother mother_residence marriage_number copies_wanted copies_count
    """
    assert set(printed.split()) <= asked


def test_files_are_limited_to_10_mb_of_pdf_jpeg_and_png():
    files = [question for step in FORM.steps for question in step.questions if question.type == "file"]

    assert len(files) >= 8
    for question in files:
        assert question.max_bytes == 10 * 1024 * 1024
        assert set(question.accept) == {"application/pdf", "image/jpeg", "image/png"}
