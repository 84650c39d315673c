"""An option that not everybody has says why it is there; one that everybody has says nothing."""

import pytest

from app.wizard.eligibility import precheck
from app.wizard.state import State
from app.wizard.typed import fields
from tests.support.wizard import context, make_definition, make_question, make_step, options
from tests.unit.wizard.test_question_templates import show

FIRM = {"equals": ["owner", "firm"]}
BECAUSE = "because you answered “Firm” to “the owner”"


def _form(*conditions, kind="choice", values="abcd", **more):
    """A form whose second page offers options; the first of them have these conditions."""
    offered = options(*values)
    for option, rule in zip(offered, conditions, strict=False):
        option["when"] = rule
    asked = make_question("wish", kind, options=offered, **more)
    owner = make_question("owner", "choice", options=options("me", "firm"))
    return make_definition(make_step("who", owner), make_step("what", asked))


def _page(form, owner="firm"):
    return show(form, State(answers={"owner": owner}), "what")


def _hints(page):
    return [node.text(strip=True) for node in page.css("label.choice small")]


@pytest.mark.parametrize("kind", ["choice", "multiple_choice"])
def test_the_only_option_of_its_kind_says_it_as_its_hint(kind):
    form = _form(FIRM, kind=kind)

    assert _hints(_page(form)) == [f"Offered {BECAUSE}."]
    assert not _page(form).css("details")
    assert _hints(_page(form, owner="me")) == []


def test_options_with_the_same_reason_say_it_once():
    page = _page(_form(FIRM, FIRM))

    assert not _hints(page)
    assert page.css_first("details summary").text() == "Why these choices"
    assert page.css_first("details p").text() == f"These choices are offered {BECAUSE}: A; B."


def test_when_every_option_has_the_reason_they_are_not_listed():
    page = _page(_form(FIRM, FIRM, values="ab"))

    assert page.css_first("details p").text() == f"These choices are offered {BECAUSE}."


def test_a_list_of_many_has_no_room_for_hints():
    page = _page(_form(FIRM, values="abcdefghij"))

    assert page.css_first("details p").text() == f"Offered {BECAUSE}: A."


def test_a_condition_without_answers_says_nothing():
    page = _page(_form({"before": ["today", "2027-01-01"]}))

    assert "A" in [node.text(strip=True) for node in page.css("label.choice")]
    assert not page.css("details, small")


def test_the_question_and_its_options_explain_themselves_in_one_place():
    form = _form(FIRM, FIRM, when={"answered": "owner"})

    (field,) = fields(form, State(answers={"owner": "firm"}), "what", context())
    page = _page(form)

    assert field.because == (BECAUSE,)
    assert [summary.text() for summary in page.css("summary")] == ["Why we ask"]
    assert len(page.css("details p")) == 2


def test_the_check_before_the_sign_in_explains_itself_too():
    text = {"vi": "chữ", "en": "words"}
    refusal = {"key": "no", "when": {"equals": ["wish", "b"]}, "reason": text, "legal": text, "instead": text}
    eligibility = {"ask": ["owner", "wish"], "refuse": [refusal]}
    owner = make_question("owner", "choice", options=options("me", "firm"))
    wish = make_question("wish", "choice", options=options("a", "b"), when=FIRM)
    wish["options"][0]["when"] = FIRM
    form = make_definition(make_step("all", owner, wish), eligibility=eligibility)

    _, asked = precheck(form, {"owner": ["firm"]}, context(), tried=False).fields

    assert asked.because == (BECAUSE,)
    assert [option.reasons for option in asked.view["options"]] == [(BECAUSE,), ()]
