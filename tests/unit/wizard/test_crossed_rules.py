"""Every operator with every wrong operand: the checker names the place, or every page can be made."""

import json
from random import Random

from jsonschema import Draft202012Validator

from app.wizard.eligibility import precheck
from app.wizard.fees import bill, charged
from app.wizard.fields import present
from app.wizard.flow import flow_of, sent_answers
from app.wizard.papers import needed
from app.wizard.reading.definition import DefinitionError, load
from app.wizard.reading.schema import answers_schema
from app.wizard.review import sections
from app.wizard.rules.conditions import OPERATORS
from app.wizard.rules.measures import EXPRESSIONS, MEASURES
from app.wizard.sharing import taking_part
from app.wizard.state import State
from app.wizard.terms import term
from tests.support.wizard import context, make_question, make_step
from tests.support.wrong_definitions import RIGHT, RULE

PLAIN = [None, True, 0, -3, 1.5, 10**30, 1e308, "", "\u00e1", "today", "2026-11-22", "2026-02-30"]
NAMES = ["nobody", "count", "born", "kind", "who", "who.name", "place", "goods", "goods.value"]
NAMES += ["people", "people.age"]
NESTED = [[], [[]], ["count", "count"], ["a", 1], {}, {"": 1}, {"question": 5}, {"question": "count"}]
MEASURABLE = ("count", "born", "people", "goods.value", ["count"], [], 1, None)
MEASURED = [{name: of} for name in MEASURES for of in MEASURABLE]
MOVED = [{"today": True, "plus": {unit: 10**9}} for unit in ("years", "days", "working_days")]
CHOSEN = [{"count": group, "where": RULE} for group in ("people", "goods", "count", "nobody")]
DEEP = [["count"], {"not": RULE}]
for _ in range(25):
    DEEP = [[DEEP[0]], {"all": [DEEP[1]]}]
OPERANDS = [*PLAIN, *NAMES, *NESTED, *MEASURED, *MOVED, *CHOSEN, *DEEP, RULE]
FITTING = ["count", "born", "kind", "people", 1, "a", RULE]
ARGUMENTS = [
    *OPERANDS,
    *([one, other] for one in FITTING for other in OPERANDS),
    *([other, one] for one in FITTING for other in OPERANDS),
]
GIVEN = {
    "count": 3,
    "born": "2000-02-29",
    "kind": "a",
    "who": {"name": "AN"},
    "goods": [{"value": 5000}, {"value": 10**15}],
    "people": [{"called": "AN", "age": 2}, {"called": "BÌNH", "age": 70}],
    "note": "x",
}
ANSWERS = [{}, GIVEN, {**GIVEN, "count": 10**15, "born": "0001-01-01", "goods": [], "people": []}]


def everywhere(rule):
    """The right definition with this condition wherever there may be one."""
    first, people, last = RIGHT["steps"]
    asked = [question | {"when": rule} for question in last["questions"]]
    parts = {
        name: [RIGHT[name][0] | {"when": rule}]
        for name in ("fees", "papers", "reductions", "parties", "linked")
    }
    refuse = [RIGHT["eligibility"]["refuse"][0] | {"when": rule}]
    return RIGHT | {
        **parts,
        "steps": [first, people, last | {"questions": asked}, last_step(rule)],
        "deadline": [RIGHT["deadline"][0] | {"when": rule}, RIGHT["deadline"][0]],
        "eligibility": RIGHT["eligibility"] | {"refuse": refuse},
        "signing": RIGHT["signing"] | {"when": rule},
    }


def last_step(rule):
    """A step that is asked under this condition."""
    return make_step("end", make_question("end"), when=rule)


def worked_out(expression):
    """The right definition with this expression wherever there may be one."""
    fee = RIGHT["fees"][0]
    share = fee | {"key": "share", "amount": None, "percent": 10, "of": expression}
    shown = make_step("end", make_question("end", "calculated", of=expression), make_question("word"))
    return RIGHT | {"fees": [fee | {"per": expression}, share], "steps": [*RIGHT["steps"], shown]}


def bounded(written):
    """The right definition with this moment as both bounds of a date."""
    dates = [make_question(bound, "date", **{bound: written}) for bound in ("earliest", "latest")]
    return RIGHT | {"steps": [*RIGHT["steps"], make_step("end", *dates)]}


def make_pages(form, answers):
    """Whatever is made of a form and its answers."""
    here = context("vi")
    flow = flow_of(form, answers, here)
    for progress in flow.steps():
        for question in () if progress.step.repeat else flow.questions(progress.step.key):
            value = flow.live.get(question.key)
            present(question, {} if value is None else question.write(value), here, value=value)
    sections(form, State(answers=answers), here)
    needed(form, flow.live, here.today)
    taking_part(form, flow.live, here.today)
    term(form, flow.live, here.today)
    precheck(form, {"count": ["3"], "kind": ["a"]}, here, tried=True)
    json.dumps([sent_answers(flow), charged(bill(form, flow.live, here.today))])


def judged(raw):
    """Whether the definition may be used; where it may, every page of it was made."""
    try:
        form = load(raw)
    except DefinitionError as error:
        assert all(fault.path or " deep in each other" in fault.message for fault in error.faults), raw
        return False
    Draft202012Validator.check_schema(answers_schema(form))
    for answers in ANSWERS:
        make_pages(form, answers)
    return True


CASES = [
    *((everywhere, {name: of}) for name in (*OPERATORS, "perhaps") for of in ARGUMENTS),
    *((worked_out, {name: of}) for name in (*EXPRESSIONS, "perhaps") for of in ARGUMENTS),
    *((make, of) for make in (everywhere, worked_out, bounded) for of in OPERANDS),
]


def test_a_definition_is_refused_by_path_or_works_on_every_page():
    crossed = Random(20261123).sample(CASES, 900)
    crossed += [(worked_out, {"times": [factor] * 4000}) for factor in ("count", 1e308)]

    used = [judged(make(of)) for make, of in crossed]

    assert 20 < sum(used) < len(used) / 2
