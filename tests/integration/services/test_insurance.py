"""Health insurance cards, household insurance and its renewal, voluntary social insurance."""

from tests.support.journeys import published

HANOI = {"country": "VN", "scheme": "2025", "province": "01", "ward": "00004"}

LOST_CARD = {
    "item": "card",
    "insured_before": True,
    "need": "lost",
    "for_whom": "self",
    "insurance_number": "0123456789",
    "receive_by": "online",
}

HOUSEHOLD = {
    "other_insurance": "none",
    "same_household": True,
    "members": [
        {
            "member": {"name": "Trần Thị Bình", "birth_date": "1990-03-14", "sex": "female"},
            "member_number": "0123456789",
            "member_facility": "Trạm y tế phường Ba Đình",
            "member_before": "recent",
        },
        {
            "member": {"name": "Nguyễn Văn Lộc", "birth_date": "1960-01-20", "sex": "male"},
            "member_relation": {"kind": "father"},
            "member_facility": "Bệnh viện Xanh Pôn",
            "member_before": "never",
        },
    ],
    "already_paying": 1,
    "months": "6",
    "support": "none",
    "higher_benefit": False,
    "receive_by": "online",
}

PENSION = {
    "work": "free",
    "request": "first",
    "has_number": True,
    "first_number": "0123456789",
    "income": 2_000_000,
    "method": "quarter",
    "pay_from": "2026-12",
    "support": "near_poor",
    "receive_by": "online",
}


def test_a_lost_card_is_replaced_the_same_day_without_any_paper(apply):
    filed = apply("1.002759", LOST_CARD)

    assert filed.code in filed.page.text
    assert filed.answers["insured"]["name"] == "Trần Thị Bình"
    assert filed.papers == {"form": "not_needed"}
    assert filed.fee == 0
    assert filed.fee == 0
    assert "chậm nhất là thứ Hai 23/11/2026" in filed.check.text


def test_a_wrong_name_needs_proof_only_when_the_register_has_it_wrong_too(apply):
    correction = {
        **LOST_CARD,
        "need": "correct",
        "in_treatment": False,
        "wrong": ["name"],
        "written_now": "Trần Thị Bính",
        "matches_id": False,
        "working": False,
    }

    filed = apply("1.002759", correction)

    assert filed.papers["identity_proof"] == "given"
    assert filed.answers["wrong"] == ["name"]
    assert "27/11/2026" in filed.check.text


def test_who_never_had_insurance_is_sent_to_register(ask_first):
    page = ask_first("1.002759", {"item": "card", "insured_before": False})

    assert "never had an insurance number" in page.text
    assert page.has("a[href$='/procedures/1.001939']")


def test_a_household_pays_less_for_every_further_person(apply):
    filed = apply("1.001939", HOUSEHOLD)

    second, third = 73_710 * 6, 63_180 * 6
    assert filed.fee == second + third
    assert [member["member"]["name"] for member in filed.answers["members"]] == [
        "Trần Thị Bình",
        "Nguyễn Văn Lộc",
    ]
    assert filed.answers["people_count"] == 2
    assert filed.papers["household"] == "not_needed"
    assert "benefit" not in filed.papers
    assert filed.due == "2026-12-01"


def test_a_near_poor_household_pays_three_tenths_and_shows_its_certificate(apply):
    filed = apply("1.001939", {**HOUSEHOLD, "support": "near_poor", "already_paying": 0})

    assert filed.fee == 2 * 105_300 * 6 * 3 // 10
    assert filed.papers["near_poor"] == "given"


def test_whoever_works_under_a_contract_is_insured_by_the_employer(ask_first):
    page = ask_first("1.001939", {"other_insurance": "employed", "same_household": True})

    assert "insured through their employer" in page.text
    assert "Article 12(1)" in page.text


def test_cards_are_renewed_within_a_working_day(apply):
    cards = [
        {
            "card_holder": name,
            "card_birth_date": born,
            "card_insurance_number": number,
            "card_ends": "2026-12-31",
        }
        for name, born, number in (
            ("Trần Thị Bình", "1990-03-14", "0123456789"),
            ("Nguyễn Văn Lộc", "1960-01-20", "7912345678"),
        )
    ]
    answers = {"card_state": "valid", "cards": cards, "already_paying": 0, "months": "12"}

    filed = apply("1.001939.01", answers)

    assert filed.fee == (105_300 + 73_710) * 12
    assert filed.due == "2026-11-25"


def test_the_fifth_and_sixth_of_a_household_pay_two_fifths(apply):
    cards = [
        {
            "card_holder": f"Nguyễn Văn {name}",
            "card_birth_date": "1980-05-05",
            "card_insurance_number": "0123456789",
        }
        for name in ("Một", "Hai", "Ba")
    ]
    answers = {"card_state": "valid", "cards": cards, "already_paying": 3, "months": "3"}

    filed = apply("1.001939.01", answers)

    assert filed.fee == (52_650 + 2 * 42_120) * 3


def test_a_card_of_long_ago_is_registered_again_instead_of_renewed(ask_first):
    page = ask_first("1.001939.01", {"card_state": "gap"})

    assert "expired 90 days ago or more" in page.text
    assert page.has("a[href$='/procedures/1.001939']")


def test_the_state_pays_a_part_of_a_voluntary_contribution(apply):
    filed = apply("1.002179", PENSION)

    poverty_line, above = 330_000 * 3, 110_000 * 3
    assert filed.fee == poverty_line * 6 // 10 + above
    assert filed.papers["support"] == "given"
    assert filed.due == "2026-12-01"


def test_employees_cannot_pay_voluntarily_as_well(ask_first):
    page = ask_first("1.002179", {"work": "employed"})

    assert "cannot be voluntarily insured at the same time" in page.text


def test_less_than_the_poverty_line_is_no_income_to_pay_on():
    income = published("1.002179").question("income")

    assert (income.min, income.max) == (1_500_000, 46_800_000)
