"""The days by which the law wants something done, in the published forms: the last day, and the day after."""

from datetime import date

import pytest

from app.deadlines.calendar import WorkCalendar
from app.wizard.eligibility import refusals
from app.wizard.fees import bill
from app.wizard.flow import Flow
from app.wizard.reading.authoring import read
from app.wizard.rules.today import Today
from tests.support.wizard import PUBLISHED


def form(name):
    return read(PUBLISHED / name / "1.json")


def on(day):
    return Today.on(date.fromisoformat(day), WorkCalendar().is_working)


def shown(name, step, answers, day):
    flow = Flow(form(name), answers, on(day))
    return [question.key for question in flow.questions(step)], flow.live.get("register_by")


def charged(name, answers, day):
    return {item.fee.key for item in bill(form(name), answers, on(day)).items}


@pytest.mark.parametrize(
    ("name", "born", "last", "after"),
    [
        ("birth-registration", "2026-09-21", "2026-11-20", "2026-11-21"),
        ("birth-registration", "2026-09-25", "2026-11-25", "2026-11-26"),
        ("birth-linked", "2026-11-02", "2027-01-04", "2027-01-05"),
        ("birth-foreign", "2026-12-07", "2027-02-11", "2027-02-12"),
    ],
)
def test_a_birth_is_in_time_for_sixty_days_and_to_the_next_working_day(name, born, last, after):
    born = {"child_birth_date": born}

    in_time, until = shown(name, "birth_place", born, last)
    late, _ = shown(name, "birth_place", born, after)

    assert until == last
    assert "late_notice" not in in_time
    assert "late_notice" in late
    if name != "birth-foreign":
        assert "registration" in charged(name, born, last)
        assert "late_registration" in charged(name, born, after)


def test_a_death_is_in_time_for_fifteen_days():
    died = {"died_on": "2026-11-06"}

    in_time, until = shown("death", "death_place", died, "2026-11-23")
    late, _ = shown("death", "death_place", died, "2026-11-24")

    assert until == "2026-11-23"
    assert "late_notice" not in in_time
    assert "late_notice" in late
    assert "late_registration" in charged("death", died, "2026-11-24")


def test_an_organisation_registers_for_tax_within_ten_working_days():
    founded = {"taxpayer": "organisation", "decision_date": "2026-11-09"}

    in_time, until = shown("organisation-tax-registration", "address_step", founded, "2026-11-23")
    late, _ = shown("organisation-tax-registration", "address_step", founded, "2026-11-25")

    assert until == "2026-11-23"
    assert "late" not in in_time
    assert "late" in late


@pytest.mark.parametrize(
    ("kind", "day", "question"),
    [
        ("petroleum_operator", "contract_date", "contract_register_by"),
        ("contractor", "contract_date", "contract_register_by"),
        ("mission", "refund_date", "refund_register_by"),
        ("aid", "refund_date", "refund_register_by"),
    ],
)
def test_other_taxpayers_count_from_their_contract_or_refund(kind, day, question):
    answers = {"taxpayer": kind, day: "2026-11-09"}

    asked, _ = shown("organisation-tax-registration", "address_step", answers, "2026-11-25")

    assert [key for key in asked if "register_by" in key or "late" in key] == [
        question,
        question.replace("register_by", "late"),
    ]


def test_a_shop_registers_for_tax_within_ten_working_days():
    answers = {"purpose": "business", "shop_start": "2026-11-20"}

    _, until = shown("individual-tax-registration", "shop", answers, "2026-11-23")

    assert until == "2026-12-07"


@pytest.mark.parametrize(
    ("start", "refused", "warned"),
    [("2026-11-26", True, False), ("2026-11-27", False, True), ("2026-11-28", False, False)],
)
def test_a_promotion_is_notified_three_working_days_before_its_start(start, refused, warned):
    notice, monday = form("promotion-notice"), on("2026-11-23")
    owed = {"forms": ["contest"], "online_only": False, "total_value": 100000000}
    answers = owed | {"start_date": start, "end_date": "2026-12-31"}

    held = {refusal.key for refusal in refusals(notice, answers, monday)}
    told = {question.key for question in Flow(notice, answers, monday).questions("programme")}

    assert ("too_late" in held) is refused
    assert ("soon" in told) is (warned or refused)


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ({"period_kind": "month", "period_month": "2026-10"}, "2026-11-20"),
        ({"period_kind": "month", "period_month": "2026-11"}, "2026-12-21"),
        ({"period_kind": "quarter", "period_quarter": "1", "period_year": 2026}, "2026-05-04"),
        ({"period_kind": "quarter", "period_quarter": "3", "period_year": 2026}, "2026-11-02"),
        ({"period_kind": "quarter", "period_quarter": "4", "period_year": 2025}, "2026-02-02"),
    ],
    ids=str,
)
def test_an_income_tax_return_has_one_day_it_is_due(period, due):
    step = Flow(form("personal-income-tax"), period, on("2026-11-23"))

    days = [value for key, value in step.live.items() if key.startswith("due_of_")]
    told = {question.key for question in step.questions("taxpayer_step")}

    assert days == [due]
    assert ("late" in told) is (due < "2026-11-23")


def test_a_newborn_is_registered_at_home_sixty_days_after_its_birth_was():
    child = {"for_whom": "child", "child": {"name": "Nguyễn An", "birth_date": "2026-11-01"}}
    answers = child | {"origin": "newborn", "birth_registered_on": "2026-11-02"}

    flow = Flow(form("permanent-residence"), answers, on("2026-11-23"))

    assert flow.live.get("register_by") == "2027-01-04"
