"""Every condition says by itself why something is asked, in the person's own answers."""

from dataclasses import replace

from app.translations import translator
from app.wizard.explanation import because
from tests.support.wizard import context, make_definition, make_question, make_step, options

T = {"vi": "chữ", "en": "words"}
ASKED = make_definition(
    make_step(
        "s", make_question("owner", "choice", options=options("me", "firm")), make_question("born", "date")
    )
)


def test_a_rule_says_which_answers_it_rests_on():
    rule = {"any": [{"equals": ["owner", "firm"]}, {"age_at_least": ["born", 18]}]}
    answers = {"owner": "me", "born": "1990-01-01"}

    assert because(ASKED, rule, answers, context()) == (
        "because you answered “1 January 1990” to “the born”",
    )
    assert because(ASKED, {"before": ["today", "2027-01-01"]}, answers, context()) == ()


def test_a_rule_explains_itself_in_vietnamese():
    vietnamese = replace(context("vi"), gettext=translator("vi").ugettext)

    said = because(ASKED, {"age_at_least": ["born", 18]}, {"born": "1990-01-01"}, vietnamese)

    assert said == ("vì bạn đã trả lời “01/01/1990” cho mục “câu born”",)


def test_of_several_chosen_options_a_rule_names_those_it_is_about():
    pets = make_question("pets", "multiple_choice", options=options("dog", "cat", "owl"))
    form = make_definition(make_step("s", pets))
    asks = {"any": [{"includes": ["pets", one]} for one in ("dog", "owl", "cow")]}

    def said(rule):
        return because(form, rule, {"pets": ["dog", "cat", "owl"]}, context())

    assert said({"includes": ["pets", "cat"]}) == ("because you answered “Cat” to “the pets”",)
    assert said(asks) == ("because you answered “Dog, Owl” to “the pets”",)
    assert said({"answered": "pets", **asks}) == ("because you answered “Dog, Cat, Owl” to “the pets”",)


def test_a_rule_over_items_says_how_many_there_are():
    group = make_step("g", make_question("who"), repeat={"item": T, "min": 0})
    form = make_definition(group, make_step("t", make_question("why"), when={"greater": [{"count": "g"}, 1]}))

    said = because(form, form.step("t").when, {"g": [{"who": "An"}, {"who": "Bình"}]}, context())

    assert said == ("because you listed 2 under “Step g”",)


def test_what_was_worked_out_is_not_called_an_answer():
    by = {"moment": {"question": "born", "plus": {"days": 60}}}
    late = {"before": ["by", "today"]}
    form = make_definition(
        make_step(
            "s",
            make_question("born", "date"),
            make_question("by", "calculated", of=by, shown_as="date"),
            make_question("notice", "information", text={"vi": "Quá hạn", "en": "Late"}, when=late),
        )
    )

    said = because(form, late, {"born": "2026-09-01", "by": "2026-10-31"}, context())

    assert said == ("because “the by” is 31 October 2026",)
