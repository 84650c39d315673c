"""The language can be changed at every step, with anything typed, and nothing else changes."""

import re

from app.wizard.flow import Flow
from app.wizard.lists import entries
from app.wizard.sharing import OWNER
from tests.integration.test_one_language_a_page import ENGLISH, VIETNAMESE, unmarked
from tests.support.bilingual import Bilingual
from tests.support.forms import TODAY
from tests.support.html import HtmlPage
from tests.support.proofs import every_open_form, newest

# "Xơ Đăng" is what a people calls itself, and đồng what the money is called; names have no translation.
NAMES = {word for name in entries("ethnicities").values() for word in name["en"].split()} | {"đồng", "Đồng"}
# What has to be written word for word, as in: the name begins with “Doanh nghiệp tư nhân”.
QUOTED = re.compile("“[^”]*”")
STRANGE = {"en": ("vi", VIETNAMESE), "vi": ("en", ENGLISH)}


class Reading(Bilingual):
    """Also reads what every page says."""

    def __init__(self, world):
        super().__init__(world.portal, world.sandbox)
        self.mixed = {}

    def submit(self, submission, **how):
        page = super().submit(submission, **how)
        if page.lang in STRANGE and page.url.startswith("http://127.0.0.1:8000"):
            other, strange = STRANGE[page.lang]
            read = HtmlPage(page.html, page.url)
            for own in read.tree.css(".file-list, textarea, .rows h2"):  # what the person named and typed
                own.decompose()
            said = [QUOTED.sub("", text) for text in unmarked(read, other)]
            words = {found for text in said for found in strange.findall(text)} - NAMES
            if words:
                self.mixed[f"{page.lang} {page.url.rpartition('/')[2]}"] = sorted(words)[:9]
        return page


@every_open_form
def test_another_language_at_every_step_changes_nothing_of_what_arrives(name, prover):
    form = newest()[name]
    browser = prover.signed_in(Reading(prover.world))

    sent = prover.filed(form, browser)

    assert sent.content == prover.undisturbed(form).content
    assert browser.mixed == {}
    assert browser.errors_seen
    assert_every_state(form, browser.states, browser.states)


@every_open_form
def test_so_it_is_at_the_steps_that_other_answers_lead_to(name, prover):
    form = newest()[name]
    on_the_way = Flow(form, prover.answers(form), TODAY, OWNER).own
    elsewhere = [step for step in form.steps if step.key not in {one.key for one in on_the_way}]
    browser = prover.signed_in(Reading(prover.world))

    for step in elsewhere:
        prover.answered_at(form, step, browser)

    assert browser.mixed == {}
    assert_every_state(form, browser.states, {step.key for step in elsewhere})


def assert_every_state(form, states, steps):
    """Each step was looked at as it comes, filled in, and with its items where it has some."""
    for key in steps:
        step = form.step(key)
        expected = {"filled"} | ({"groups"} if step.repeat else set())
        expected |= {"empty"} if step.questions else set()
        assert expected <= states[key], f"{key}: only {sorted(states[key])}"
