"""Whatever happens half-way, what a person typed stays theirs."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.births import CHILD, CODE, PROCEDURE, BirthForm
from tests.browser.browsers import LAPTOP, PHONE
from tests.browser.pages import Step
from tests.browser.words import Words

journey = pytest.mark.parametrize("javascript", [True, False], ids=["htmx", "plain"])
OTHER = "Trần Bảo Long"


@journey
def test_switching_the_language_keeps_the_step_and_what_was_typed(open_page, inspector, paper, javascript):
    person = at_the_childs_name(open_page(PHONE, javascript=javascript), inspector, paper)
    person.fill(person.words.label("child_name"), OTHER)

    person.page.get_by_role("navigation").get_by_role("button", name="English").click()

    person.words = Words("en")
    person.sees(person.words.step("child"))
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    expect(person.page.get_by_label(person.words.label("child_name"))).to_have_value(OTHER)
    assert re.search(r"/en/applications/[0-9a-f-]+/child$", person.page.url)


@journey
def test_a_mistake_is_named_in_words_and_everything_typed_stays(open_page, inspector, paper, javascript):
    person = at_the_childs_name(open_page(LAPTOP, javascript=javascript), inspector, paper)
    person.fill(person.words.label("child_name"), "")
    person.choose(person.words.option("child_sex", "male"))

    person.go_on()

    summary = person.page.locator(".error-summary")
    expect(summary).to_be_visible()
    person.look()
    expect(person.page.get_by_label(person.words.option("child_sex", "male"))).to_be_checked()
    if javascript:
        expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(person.page.get_by_label(person.words.label("child_name"))).to_be_focused()


@journey
def test_an_ended_session_keeps_what_was_typed_until_the_person_is_back(
    open_page, inspector, paper, javascript
):
    person = at_the_childs_name(open_page(PHONE, javascript=javascript), inspector, paper)
    person.page.context.clear_cookies(name="session")
    person.fill(person.words.label("child_name"), OTHER)
    person.choose(person.words.option("child_sex", "male"))

    person.go_on()
    person.sees(person.words.say("Sign in to continue"))
    person.follow(person.words.say("Sign in"))
    person.page.wait_for_url("**/oidc/**")
    person.sign_in()

    person.sees(person.words.step("child"))
    person.reads(person.words.say("Welcome back. What you typed before your session ended is here again."))
    expect(person.page.get_by_label(person.words.label("child_name"))).to_have_value(OTHER)
    expect(person.page.get_by_label(person.words.option("child_sex", "male"))).to_be_checked()


@journey
def test_going_back_never_validates_and_keeps_what_was_typed(open_page, inspector, paper, javascript):
    person = at_the_childs_name(open_page(PHONE, javascript=javascript), inspector, paper)
    person.fill(person.words.label("child_name"), OTHER)

    person.press(person.words.say("Back"))
    person.sees(person.words.step("requester_residence"))
    person.go_on()

    person.sees(person.words.step("child"))
    expect(person.page.get_by_label(person.words.label("child_name"))).to_have_value(OTHER)


@journey
def test_an_agency_that_is_down_delays_the_code_and_loses_nothing(
    open_page, healthy, inspector, paper, javascript
):
    person = Step(open_page(PHONE, javascript=javascript), "vi", inspector)
    person.begin(PROCEDURE)
    BirthForm(person, paper).fill()
    healthy.fail("applications", "down")

    person.declare_and_send()
    person.sees(person.words.say("Your application is received"))
    person.reads(person.words.say("The dossier code follows"))
    person.look()
    healthy.heal()

    code = person.waits_for(CODE)
    person.follow(person.words.say("Follow this dossier"))
    person.reads(code)
    person.reads(re.compile(CHILD))


def at_the_childs_name(page, inspector, paper) -> Step:
    """A person at the step that asks for the child's name."""
    person = Step(page, "vi", inspector)
    person.begin(PROCEDURE)
    BirthForm(person, paper).fill(until="child")
    person.sees(person.words.step("child"))
    return person
