"""Driving licences: exchanged, issued again, and the international permit."""

import pytest

HANOI = {"country": "VN", "province": "01"}

DRIVER = {
    "violations": "none",
    "citizenship": "citizen",
    "licence_number": "010123456789",
    "licence_issued_on": "2017-01-10",
    "licence_issued_by": "Sở Giao thông vận tải Hà Nội",
    "licence_classes": ["old_A1", "old_B2"],
    "receive_by": "counter",
}

EXCHANGE = {**DRIVER, "reason": "expiring", "has_term": True, "valid_until": "2027-01-10", "combine": True}

LOSS = {
    **DRIVER,
    "loss": "lost",
    "lost_on": "2026-11-10",
    "has_term": False,
    "licence_classes": ["old_A1"],
}

PERMIT = {
    "issued_in": "vietnam",
    "material": "pet",
    "valid_until": "2030-05-01",
    "citizenship": "citizen",
    "licence_number": "010123456789",
    "licence_issued_on": "2020-05-01",
    "permit_classes": ["B"],
    "passport_number": "B1234567",
    "receive_by": "counter",
}


def test_a_licence_that_is_about_to_end_is_exchanged(apply):
    filed = apply("3.000347", EXCHANGE)

    assert filed.fee == 135_000
    assert filed.papers == {
        "form": "not_needed",
        "portrait": "given",
        "health": "given",
        "licence": "given",
    }
    assert "Cần vì bạn đã trả lời “" in filed.check.one("section[aria-labelledby=papers-heading]").text
    assert filed.answers["licence_classes"] == ["old_A1", "old_B2"]
    assert filed.dossier.agency["name"]["vi"].startswith("Công an ")
    assert filed.due == "2026-12-01"


def test_the_day_the_new_licence_is_due_stands_beside_the_day_the_old_one_ends(apply):
    page = apply.until("reason", "3.000347", EXCHANGE, lang="en")

    assert page.one(".calculated output").text == "1 December 2026"


def test_motorcycle_classes_need_no_health_certificate(apply):
    answers = {
        **EXCHANGE,
        "reason": "damaged",
        "has_term": False,
        "licence_issued_on": "2025-06-02",
        "licence_classes": ["new_A1"],
    }

    check = apply.until_check("3.000347", answers)

    assert "Giấy khám sức khỏe" not in check.text
    assert "135.000" in check.text


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (
            {"reason": "expiring", "has_term": True, "valid_until": "2026-01-10"},
            "An expired licence needs a new test",
        ),
        ({"reason": "lost", "has_term": False}, "A lost licence is re-issued"),
    ],
)
def test_what_cannot_be_exchanged_is_said_with_what_to_do(ask_first, answers, said):
    page = ask_first("3.000347", answers)

    assert said in page.text


def test_a_suspended_licence_waits(apply, visitor):
    page = apply.until("violations", "3.000347", EXCHANGE)

    page = visitor.send(page, {"violations": "suspended"}, form="#step-form")
    page = visitor.send(page, {"integrated": "no"}, form="#step-form", status=422)

    assert "Giấy phép đang bị tước quyền sử dụng thì chưa được đổi" in page.text


def test_a_lost_licence_is_issued_again_without_a_copy(apply):
    filed = apply("3.000348", LOSS)

    assert filed.fee == 135_000
    assert filed.papers == {"form": "not_needed", "portrait": "given", "licence": "not_needed"}
    assert filed.answers["lost_on"] == "2026-11-10"
    assert filed.due == "2026-12-01"


def test_a_licence_held_by_the_police_is_not_lost(ask_first):
    page = ask_first("3.000348", {"loss": "held", "has_term": False})

    assert "A licence held by the authorities is not lost" in page.text


def test_an_international_permit_for_a_plastic_licence(apply):
    filed = apply("3.000353", PERMIT)

    assert filed.fee == 135_000
    assert filed.answers["passport_number"] == "B1234567"
    assert filed.papers["licence_vn"] == "not_needed"
    assert "residence_card" not in filed.papers


def test_a_foreigner_adds_the_residence_card(apply):
    check = apply.until_check("3.000353", {**PERMIT, "citizenship": "foreigner"})

    assert "Thẻ thường trú hoặc tạm trú" in check.text


def test_a_paper_licence_is_exchanged_first(ask_first):
    page = ask_first("3.000353", {"issued_in": "vietnam", "material": "paper"})

    assert "Only a plastic (PET) licence" in page.text
    assert page.has("a[href$='/procedures/3.000347']")
