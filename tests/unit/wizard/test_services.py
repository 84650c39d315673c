"""Papers, fees, reductions, terms, eligibility, explanations, free order, locked values."""

from datetime import date, timedelta

import pytest

from app.errors import NotFound
from app.wizard.eligibility import precheck
from app.wizard.fees import bill, charged
from app.wizard.flow import Flow, sent_answers
from app.wizard.papers import needed
from app.wizard.state import start
from app.wizard.terms import opening, term
from app.wizard.typed import answer, fields
from tests.support.wizard import (
    TODAY,
    context,
    make_definition,
    make_question,
    make_step,
    options,
)

T = {"vi": "chữ", "en": "words"}
STEP = make_step(
    "s",
    make_question("pages", "number", min=1),
    make_question("price", "money"),
    make_question("poor", "yes_no"),
    make_question("scan", "file", required=False),
)


def fee(key, **more):
    return {"key": key, "name": T, "kind": "charge", "legal": T, **more}


PRICED = make_definition(
    STEP,
    fees=[
        fee("first", amount=2000, per="pages", to=2),
        fee("rest", amount=1000, per="pages", **{"from": 3}),
        fee("tax", percent=0.5, of="price", at_most=500000),
        fee("card", amount=50000, when={"equals": ["poor", False]}),
        fee("local", amount=None, note=T),
    ],
    reductions=[
        {
            "key": "half",
            "name": T,
            "when": {"equals": ["poor", True]},
            "percent": 50,
            "legal": T,
            "items": ["tax"],
        },
        {
            "key": "early",
            "name": T,
            "when": {"before": ["today", "2026-12-01"]},
            "amount": 1000,
            "legal": T,
            "items": ["tax"],
        },
    ],
)


def amounts(answers, today=TODAY):
    return {item.fee.key: item.amount for item in bill(PRICED, answers, today).items}


def test_fees_are_counted_by_unit_share_and_condition():
    found = amounts({"pages": 5, "price": 10_000_000, "poor": False})

    assert found == {"first": 4000, "rest": 3000, "tax": 49000, "card": 50000, "local": None}


def test_a_fee_of_something_unanswered_is_left_out():
    assert amounts({"pages": 1}) == {"first": 2000, "local": None}


def test_a_fee_that_waits_for_an_answer_is_said_to_be_unknown_and_not_to_be_nothing():
    owed = bill(PRICED, {"pages": 1}, TODAY, {"price"})

    tax = next(item for item in owed.items if item.fee.key == "tax")
    assert (tax.amount, tax.waiting) == (None, True)
    assert not owed.exact


def test_a_total_is_not_shown_before_every_item_of_a_group_that_it_sums_is_complete():
    group = make_step(
        "goods",
        make_question("kind", "text"),
        make_question("value", "money"),
        repeat={"item": T, "min": 1, "max": 3},
    )
    due = {**fee("share", percent=10), "of": {"measure": {"sum": "goods.value"}}}
    form = make_definition(
        make_step("s", make_question("n", "number", required=False)),
        group,
        make_step("total", make_question("owed", "calculated", of={"fee": True}, shown_as="money")),
        fees=[due],
    )
    half = {"n": None, "goods": [{"kind": "Gạo", "value": 1000}, {"kind": "Muối"}]}
    whole = {"n": None, "goods": [{"kind": "Gạo", "value": 1000}, {"kind": "Muối", "value": 500}]}

    assert "owed" not in Flow(form, half, TODAY).live
    assert "goods" in Flow(form, half, TODAY).unanswered()
    assert Flow(form, whole, TODAY).live["owed"] == 150
    assert Flow(form, whole, TODAY).unanswered() == frozenset()


def test_a_deadline_is_shown_as_a_date_and_not_sent():
    form = make_definition(
        make_step(
            "s",
            make_question("urgent", "yes_no"),
            make_question("by", "calculated", of={"deadline": True}, shown_as="date"),
        ),
        deadline=[
            {"amount": 1, "unit": "day", "when": {"equals": ["urgent", True]}},
            {"amount": 5, "unit": "day"},
        ],
    )
    flow = Flow(form, {"urgent": True}, TODAY, deadline=lambda term: TODAY + timedelta(days=term.amount))

    assert flow.live["by"] == "2026-11-22"
    assert sent_answers(flow) == {"urgent": True}
    assert "by" not in Flow(form, {"urgent": True}, TODAY).live


def test_of_two_reductions_the_larger_counts_and_is_named():
    owed = bill(PRICED, {"price": 10_000_000, "poor": True}, TODAY)
    tax = next(item for item in owed.items if item.fee.key == "tax")

    assert (tax.full, tax.amount, tax.reduction.key) == (50000, 25000, "half")


def test_a_reduction_ends_when_its_time_is_over():
    assert amounts({"price": 10_000_000}, date(2026, 12, 1))["tax"] == 50000


def test_a_share_is_capped():
    assert amounts({"price": 1_000_000_000, "poor": False})["tax"] == 499000


def test_a_bill_with_an_amount_set_elsewhere_is_not_exact():
    owed = bill(PRICED, {"pages": 1}, TODAY)

    assert (owed.total, owed.exact, owed.free) == (2000, False, False)
    assert charged(owed)["items"][-1] == {
        "key": "local",
        "kind": "charge",
        "name": T,
        "amount": None,
        "legal": T,
        "reduction": None,
    }


def test_whoever_is_exempt_owes_nothing_of_an_amount_set_elsewhere():
    exempt = {"key": "poor", "name": T, "when": {"equals": ["poor", True]}, "legal": T, "percent": 100}
    form = make_definition(
        make_step("s", make_question("poor", "yes_no")),
        fees=[{**fee("local", amount=None), "note": T}],
        reductions=[exempt],
    )
    owed = bill(form, {"poor": True}, TODAY)

    assert (owed.items[0].amount, owed.items[0].reduction.key, owed.free) == (0, "poor", True)
    assert bill(form, {"poor": False}, TODAY).items[0].amount is None


def test_a_fee_of_the_province_goes_before_the_common_one():
    place = make_question("place", "address", schemes=["2025"], free=False, line="none")
    form = make_definition(
        make_step("s", place), locality="place", fees=[fee("local", amount=1000, by_province={"01": 8000})]
    )

    assert bill(form, {"place": {"province": "01"}}, TODAY).total == 8000
    assert bill(form, {"place": {"province": "79"}}, TODAY).total == 1000


PAPERS = make_definition(
    STEP,
    papers=[
        {"key": "scan", "name": T, "question": "scan", "when": {"greater": ["pages", 1]}},
        {"key": "card", "name": T, "not_needed": {"reason": T, "source": "registry"}},
        {"key": "old", "name": T, "at_counter": T, "kinds": ["original"]},
    ],
)


def test_papers_follow_from_the_answers():
    def states(**answers):
        return {entry.paper.key: entry.state for entry in needed(PAPERS, answers, TODAY)}

    assert states(pages=1) == {"card": "not_needed", "old": "at_counter"}
    assert states(pages=2)["scan"] == "missing"
    assert states(pages=2, scan=[{"id": "f"}])["scan"] == "given"


def test_the_first_term_that_applies_counts():
    form = make_definition(
        STEP,
        deadline=[
            {"amount": 1, "unit": "working_day", "when": {"less": ["pages", 3]}},
            {"amount": 5, "unit": "day"},
        ],
    )

    assert term(form, {"pages": 2}, TODAY).amount == 1
    assert term(form, {"pages": 9}, TODAY).amount == 5
    assert term(make_definition(STEP), {}, TODAY) is None


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"from": "2026-11-21", "until": "2026-11-21"}, "open"),
        ({"from": "2026-11-22"}, "not_yet"),
        ({"until": "2026-11-20"}, "over"),
    ],
)
def test_a_service_is_open_from_day_to_day(period, expected):
    assert opening(make_definition(STEP, period={"closed": T, **period}).period, TODAY) == expected


CHECKED = make_definition(
    make_step("who", make_question("owner", "choice", options=options("me", "firm"))),
    make_step("age", make_question("born", "date"), when={"equals": ["owner", "me"]}),
    make_step("name", make_question("name")),
    eligibility={
        "ask": ["owner", "born"],
        "refuse": [
            {"key": "young", "when": {"age_below": ["born", 18]}, "reason": T, "legal": T, "instead": T}
        ],
    },
)
CHILD = {"owner": ["me"], "born-day": ["1"], "born-month": ["1"], "born-year": ["2010"]}
ADULT = {**CHILD, "born-year": ["1990"]}


def test_the_pre_check_asks_only_what_applies():
    assert [field.name for field in precheck(CHECKED, {}, context(), tried=False).fields] == ["owner"]
    asked = precheck(CHECKED, {"owner": ["firm"]}, context(), tried=True)
    assert ([field.name for field in asked.fields], asked.complete) == (["owner"], True)
    asked = precheck(CHECKED, {"owner": ["me"]}, context(), tried=True)
    assert ([field.name for field in asked.fields], asked.complete) == (["owner", "born"], False)


def test_a_question_that_an_answer_brings_up_in_the_pre_check_is_asked_next_before_it_is_called_missing():
    brought_up = precheck(CHECKED, {"_shown": ["owner"], "owner": ["me"]}, context(), tried=True)
    left_out = precheck(CHECKED, {"_shown": ["owner", "born"], "owner": ["me"]}, context(), tried=True)

    assert [field.name for field in brought_up.fields] == ["owner", "born"]
    assert (brought_up.errors, brought_up.complete, brought_up.asks_more) == ({}, False, True)
    assert (list(left_out.errors), left_out.complete, left_out.asks_more) == (["born-day"], False, False)


def test_the_pre_check_refuses_with_the_reason():
    found = precheck(CHECKED, CHILD, context(), tried=True)

    assert [refusal.key for refusal in found.refusals] == ["young"]
    assert precheck(CHECKED, ADULT, context(), tried=True).refusals == ()
    assert precheck(CHECKED, ADULT, context(), tried=True).answers == {"owner": "me", "born": "1990-01-01"}


def test_the_same_fact_refuses_inside_the_form():
    young = Flow(CHECKED, {"owner": "me", "born": "2010-01-01", "name": "An"}, TODAY)

    assert [refusal.key for refusal in young.refused["age"]] == ["young"]
    assert not young.complete
    assert young.onward("age").key == "age"
    with pytest.raises(NotFound):
        young.visit("name")


FREE = make_definition(
    make_step("a", make_question("one")),
    make_step("b", make_question("two")),
    make_step("c", make_question("three"), needs=["a", "b"]),
    order="any",
)


def test_sections_of_a_free_order_can_be_opened_in_any_order():
    flow = Flow(FREE, {"two": "x"}, TODAY)

    assert flow.visit("b").key == "b"
    assert {step.key: state for step, state in flow.steps()} == {"a": "open", "b": "done", "c": "remaining"}
    with pytest.raises(NotFound):
        flow.visit("c")
    assert Flow(FREE, {"one": "x", "two": "x"}, TODAY).visit("c").key == "c"


LOCKED = make_definition(
    make_step(
        "s",
        make_question("name", locked=T, prefill=[{"source": "registry", "value": "name"}]),
        make_question("job"),
    )
)


def test_what_an_authority_knows_and_locks_cannot_be_overwritten():
    state = start({"registry": {"name": "Trần Thị Bình"}})

    (name, _) = fields(LOCKED, state, "s", context())
    after = answer(LOCKED, state, "s", {"name": ["Ai khác"], "job": ["thợ"]}, context()).state

    assert (name.locked, [line.text for line in name.lines]) == ("words", ["Trần Thị Bình"])
    assert after.answers == {"name": "Trần Thị Bình", "job": "thợ"}
    assert after.sources == {"name": "registry"}


def test_a_lock_without_a_value_is_an_ordinary_question():
    after = answer(LOCKED, start(), "s", {"name": ["Ai đó"], "job": ["thợ"]}, context()).state

    assert after.answers["name"] == "Ai đó"


def test_an_earlier_application_fills_in_the_same_concept():
    form = make_definition(make_step("s", make_question("phone", "phone", concept="person.phone")))

    (field,) = fields(form, start({"earlier": {"person.phone": "0912345678"}}), "s", context())

    assert (field.typed(), field.source) == ("0912 345 678", "earlier")
