"""Licences of health professions: medical practice and pharmacy."""

import pytest

NURSE = {
    "title": "nurse",
    "licence_case": "first",
    "barred": False,
    "practice_done": "yes",
    "citizenship": "citizen",
    "degree_name": "Cử nhân điều dưỡng",
    "degree_school": "Trường Đại học Y Hà Nội",
    "degree_year": 2024,
    "degree_shared": False,
    "speciality_wanted": False,
    "practice": [
        {
            "practice_place": "Bệnh viện Bạch Mai",
            "practice_from": "2025-02-01",
            "practice_to": "2025-08-15",
            "practice_work": "Điều dưỡng nội khoa",
        }
    ],
    "receive_by": "online",
}

PHARMACIST = {
    "position": "pharmacy",
    "degree": "pharmacist",
    "practice_months": 26,
    "barred": False,
    "citizenship": "citizen",
    "degree_school": "Trường Đại học Dược Hà Nội",
    "degree_year": 2023,
    "degree_abroad": False,
    "practice": [
        {
            "practice_place": "Nhà thuốc Minh Tâm",
            "practice_from": "2024-01-05",
            "practice_to": "2025-03-05",
            "practice_work": "Bán lẻ thuốc",
        },
        {
            "practice_place": "Bệnh viện Thanh Nhàn",
            "practice_from": "2025-03-10",
            "practice_to": "2026-03-10",
            "practice_work": "Dược lâm sàng",
        },
    ],
    "revoked": False,
    "record_shared": True,
    "receive_by": "online",
}


def test_a_nurse_gets_the_first_licence_for_half_the_fee(apply):
    filed = apply("1.012289", NURSE)

    assert filed.fee == 215_000
    assert filed.papers == {
        "form": "not_needed",
        "degree": "given",
        "health": "given",
        "practice": "given",
        "portrait": "given",
    }
    assert filed.answers["practice"][0]["practice_place"] == "Bệnh viện Bạch Mai"
    assert filed.due == "2026-12-22"


def test_the_fee_is_whole_again_from_the_next_year(apply, clock):
    clock.move(days=60)

    check = apply.until_check("1.012289", {**NURSE, "degree_shared": True})

    assert "430.000" in check.text
    assert "215.000" not in check.text


def test_a_foreigner_adds_language_and_work_permit(apply):
    filed = apply(
        "1.012289",
        {**NURSE, "citizenship": "foreigner", "language_how": "interpreter", "degree_shared": True},
    )

    assert filed.papers["language"] == filed.papers["work_permit"] == "given"
    assert filed.papers["degree"] == "not_needed"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"practice_done": "no"}, "The time of practice must be completed"),
        ({"barred": True}, "Whoever is barred from practising"),
        ({"title": "healer"}, "have a procedure of their own"),
    ],
)
def test_who_gets_no_licence_hears_why_and_what_to_do(ask_first, answers, said):
    first = {"title": "nurse", "licence_case": "first", "barred": False, "practice_done": "yes"}

    page = ask_first("1.012289", {**first, **answers})

    assert said in page.text


def test_a_pharmacist_names_every_place_of_practice(apply):
    filed = apply("1.014092", PHARMACIST)

    assert filed.fee == 500_000
    assert len(filed.answers["practice"]) == 2
    assert filed.papers["record"] == "not_needed"
    assert "equivalence" not in filed.papers


@pytest.mark.parametrize(
    ("position", "degree", "months", "said"),
    [
        ("pharmacy", "college", 40, "Your degree does not fit this position: pharmacy"),
        ("pharmacy", "pharmacist", 20, "needs at least 24 months of practice"),
        ("counter", "college", 12, "needs at least 18 months of practice"),
        ("cabinet", "none", 40, "needs a degree in pharmacy"),
    ],
)
def test_each_position_asks_for_its_degree_and_practice(ask_first, position, degree, months, said):
    answers = {"position": position, "degree": degree, "practice_months": months, "barred": False}

    page = ask_first("1.014092", answers)

    assert said in page.text


@pytest.mark.parametrize(
    ("position", "degree", "months"), [("pharmacy", "pharmacist", 24), ("cabinet", "primary", 12)]
)
def test_enough_practice_is_enough(ask_first, position, degree, months):
    answers = {"position": position, "degree": degree, "practice_months": months, "barred": False}

    page = ask_first("1.014092", answers)

    assert "needs at least" not in page.text
    assert "does not fit" not in page.text
