"""What is wrong beside the questions: papers, fees, eligibility, order, history, pages nobody reaches."""

import pytest

from app.wizard.reading.definition import check
from tests.support.wizard import make_question, make_raw, make_step, options

T = {"vi": "chữ", "en": "words"}
STEPS = (
    make_step("s", make_question("n", "number"), make_question("who", "person", asked=["name"])),
    make_step("f", make_question("scan", "file", required=False)),
)


def faults(*steps, **head):
    return {fault.path: fault.message for fault in check(make_raw(*(steps or STEPS), **head))}


def paper(**more):
    return {"key": "p", "name": T, **more}


def fee(**more):
    return {"key": "f", "name": T, "kind": "fee", "legal": T, **more}


def refusal(**more):
    return {"key": "r", "reason": T, "legal": T, "instead": T, **more}


@pytest.mark.parametrize(
    ("head", "path"),
    [
        ({"papers": [paper()]}, "papers[0]"),
        ({"papers": [paper(question="n")]}, "papers[0].question"),
        ({"papers": [paper(at_counter=T, when={"equals": ["nobody", 1]})]}, "papers[0].when.equals"),
        ({"papers": [paper(at_counter={"vi": "x"})]}, "papers[0].at_counter"),
        ({"papers": [paper(at_counter=T, strange=1)]}, "papers[0]"),
        ({"papers": [paper(at_counter=T), paper(at_counter=T)]}, "papers"),
        (
            {"papers": [paper(at_counter=T, template={"name": T, "url": "javascript:1"})]},
            "papers[0].template.url",
        ),
        ({"fees": [fee()]}, "fees[0].note"),
        ({"fees": [fee(amount=1, percent=2, of="n")]}, "fees[0].percent"),
        ({"fees": [fee(percent=2)]}, "fees[0].of"),
        ({"fees": [fee(amount=1, per="nobody")]}, "fees[0].per"),
        ({"fees": [fee(amount=1, per={"count": "nobody"})]}, "fees[0].per"),
        ({"fees": [fee(amount=1, by_province={"01": 2})]}, "fees[0].by_province"),
        ({"reductions": [{"key": "r", "name": T, "legal": T, "when": {"answered": "n"}}]}, "reductions[0]"),
        (
            {
                "reductions": [
                    {
                        "key": "r",
                        "name": T,
                        "legal": T,
                        "when": {"answered": "n"},
                        "percent": 5,
                        "items": ["x"],
                    }
                ]
            },
            "reductions[0].items",
        ),
        ({"deadline": [{"amount": 1, "unit": "day"}, {"amount": 2, "unit": "day"}]}, "deadline[0].when"),
        ({"deadline": [{"amount": 0, "unit": "hour"}]}, "deadline[0].amount"),
        ({"period": {"closed": T, "until": "2026-02-30"}}, "period.until"),
        ({"eligibility": {"refuse": []}}, "eligibility.refuse"),
        (
            {"eligibility": {"ask": ["who"], "refuse": [refusal(when={"answered": "n"})]}},
            "eligibility.ask[0]",
        ),
        ({"eligibility": {"ask": ["x"], "refuse": [refusal(when={"answered": "n"})]}}, "eligibility.ask[0]"),
        (
            {"eligibility": {"refuse": [refusal(when={"before": ["today", "2026-01-01"]})]}},
            "eligibility.refuse[0].when",
        ),
        ({"parties": [{"key": "p", "name": T, "steps": ["x"]}]}, "parties[0].steps"),
        (
            {"parties": [{"key": "p", "name": T, "steps": ["s"], "when": {"answered": "n"}}]},
            "parties[0].when",
        ),
        ({"parties": [{"key": "p", "name": T, "signs": False}]}, "parties[0]"),
        (
            {"linked": [{"procedure": "1", "name": T, "summary": T, "answers": {"a": "x"}}]},
            "linked[0].answers.a",
        ),
        ({"signing": {"methods": []}}, "signing.methods"),
        ({"version": 2}, "changes"),
        ({"version": 2, "changes": {"items": [{"text": T}], "renamed": {"a": "x"}}}, "changes.renamed.a"),
        ({"changes": {"items": [{"text": T}]}}, "changes"),
    ],
)
def test_a_faulty_part_is_named_by_path(head, path):
    assert path in faults(**head)


def test_a_required_file_that_no_paper_names_is_a_fault():
    step = make_step("f", make_question("scan", "file"))

    assert "'scan'" in faults(step, papers=[paper(at_counter=T)])["papers"]
    assert faults(step, papers=[paper(question="scan")]) == {}


def test_only_forms_of_free_order_have_steps_that_need_others():
    needs = make_step("t", make_question("q"), needs=["s"])

    assert faults(*STEPS, needs) == {"steps[2].needs": 'only where the order is "any"'}
    assert faults(*STEPS, needs, order="any") == {}
    assert "steps[0].needs" in faults(make_step("s", make_question("q"), needs=["t"]), order="any")


@pytest.mark.parametrize(
    ("when", "reachable"),
    [
        ({"all": [{"equals": ["c", "a"]}, {"equals": ["c", "b"]}]}, False),
        ({"equals": ["c", "a"], "not": {"answered": "c"}}, False),
        ({"all": [{"equals": ["d", True]}, {"equals": ["c", "b"]}]}, False),
        ({"all": [{"equals": ["d", True]}, {"equals": ["c", "a"]}]}, True),
        ({"any": [{"equals": ["c", "a"]}, {"answered": "c"}]}, True),
        ({"all": [{"equals": ["c", "a"]}, {"age_at_least": ["born", 18]}]}, True),
    ],
)
def test_a_page_nobody_can_reach_is_a_fault(when, reachable):
    found = faults(
        make_step(
            "s", make_question("c", "choice", options=options("a", "b")), make_question("born", "date")
        ),
        make_step("t", make_question("d", "yes_no"), when={"equals": ["c", "a"]}),
        make_step("u", make_question("e"), when=when),
    )

    assert (found == {}) is reachable
    assert reachable or list(found) == ["steps[2].when"]


@pytest.mark.parametrize(
    ("question", "path"),
    [
        (make_question("q", "table", row=T, columns=[]), "columns"),
        (make_question("q", "table", row=T, columns=[make_question("a")], sum="a"), "sum"),
        (
            make_question("q", "table", row=T, columns=[make_question("a", when={"answered": "n"})]),
            "columns[0].when",
        ),
        (make_question("q", "calculated", of={"age": "nobody"}), "of.age"),
        (make_question("q", "calculated", of={"magic": 1}), "of"),
        (make_question("q", "calculated", of={"moment": "today"}), "shown_as"),
        (make_question("q", "date", latest={"question": "nobody"}), "latest"),
        (make_question("q", "date", latest={"today": True, "plus": {"weeks": 1}}), "latest"),
        (make_question("q", "text", pattern="("), "pattern"),
        (make_question("q", "text", pattern="x"), "pattern_message"),
        (make_question("q", concept="phone"), "concept"),
        (make_question("q", locked=T), "locked"),
        (
            make_question("q", "choice", options=[*options("a"), {**options("b")[0], "when": {"magic": 1}}]),
            "options[1].when",
        ),
    ],
)
def test_a_faulty_question_is_named_by_path(question, path):
    assert f"steps[1].questions[0].{path}" in faults(STEPS[0], make_step("t", question))
