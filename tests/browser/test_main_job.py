"""What the portal exists for: find, apply, follow, answer, get the result, rate."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.births import CHILD, CODE, BirthForm
from tests.browser.browsers import LAPTOP, PHONE
from tests.browser.pages import Desk, Portal, Step

NAMES = {"vi": "Đăng ký khai sinh", "en": "Registration of birth"}
GOES_ON = "A file is still being uploaded. The page goes on by itself when it has arrived."
OTHER = {"vi": "English", "en": "Tiếng Việt"}
# Without diacritics, and as an English speaker says it.
QUERIES = {"vi": "dang ky khai sinh", "en": "birth registration"}


@pytest.mark.parametrize(
    ("lang", "javascript", "device"),
    [("vi", True, LAPTOP), ("vi", False, PHONE), ("en", True, PHONE)],
    ids=["vi-htmx-1280", "vi-plain-360", "en-htmx-360"],
)
def test_a_mother_registers_her_child(open_page, servers, inspector, paper, lang, javascript, device):
    person = Step(open_page(device, javascript=javascript, lang=lang), lang, inspector)
    officer = Desk(open_page(LAPTOP), servers.sandbox)

    find_and_read(person)
    code = apply(person, paper)

    person.follow(person.words.say("Follow this dossier"))
    person.reads(code)
    person.look()
    officer.open(code)
    officer.act("Accept the dossier")
    officer.act("Begin processing")
    officer.act("Ask for a supplement", **POINT, kind_1="file", answer_by="2026-12-15")

    answer(person, paper)
    officer.open(code)
    officer.wait_for("Begin processing")
    officer.act("Begin processing")
    officer.act("Finish with a result")

    person.waits_for(person.words.say("Your result"))
    person.look()
    rate(person)


POINT = {"vi_1": "Chụp lại giấy chứng sinh rõ hơn", "en_1": "Take a sharper picture of the notice of birth"}


def find_and_read(person: Portal) -> None:
    """From the first page, by typing, to the page of the procedure."""
    person.open("/")
    person.sees(person.words.say("What do you need to do?"))

    person.search(QUERIES[person.words.lang])
    person.follow(NAMES[person.words.lang])

    person.sees(NAMES[person.words.lang])
    person.reads(person.words.say("How long"))


def apply(person: Step, paper) -> str:
    """Sign in, fill, check, declare and send; returns the dossier code."""
    person.follow(person.words.say("Apply online"))
    person.page.wait_for_url("**/oidc/**")
    person.sign_in()
    person.start()
    form = BirthForm(person, paper)
    form.fill(until="birth_certificate")
    if person.scripted:
        switch_language_while_a_file_goes_up(person, paper)
    form.fill()

    person.sees(person.words.say("Check your answers before you send them"))
    person.reads(CHILD)
    person.declare_and_send()

    person.sees(person.words.say("Your application is received"))
    return person.waits_for(CODE)


def switch_language_while_a_file_goes_up(person: Step, paper) -> None:
    """It waits for the file, which may still be given up."""
    page, pieces = person.page, "**/uploads/*"
    page.route(pieces, lambda piece: piece.request.method == "PATCH" or piece.continue_())
    with page.expect_request(pieces):
        page.get_by_role("main").locator("input[type='file']").first.set_input_files(paper)
    page.get_by_role("navigation").get_by_role("button", name=OTHER[person.words.lang]).click()
    expect(page.get_by_role("status").filter(has_text=person.words.say(GOES_ON))).to_be_visible()
    # Only then: a file that goes on would be up before it is given up.
    person.press(f"{person.words.say('Cancel')} {paper.name}")
    expect(page.locator(".upload-list li")).to_have_count(0)
    page.unroute(pieces)


def answer(person: Step, paper) -> None:
    """Send what the agency asks for; where files go up in pieces, press the button before they have."""
    person.waits_for(POINT[f"{person.words.lang}_1"])
    person.look()
    under_way = []

    def hold(piece):
        under_way.append(piece)

    person.page.route("**/uploads/*", hold)
    person.page.get_by_role("main").locator("input[type='file']").first.set_input_files(paper)
    if person.scripted:
        expect(person.page.locator(".upload-list li")).to_be_visible()
    person.press(person.words.say("Send the answer"))
    if person.scripted:
        goes_on = person.words.say(GOES_ON)
        expect(person.page.get_by_role("status").filter(has_text=goes_on)).to_be_visible()
    for piece in under_way:
        piece.continue_()
    person.page.unroute("**/uploads/*", hold)
    person.waits_for(person.words.say("The agency confirmed that it got all of it."))
    person.look()


def rate(person: Step) -> None:
    """Rate where the service ends, and find it on the page of the procedure."""
    person.waits_for(person.words.say("How was this service?"))
    person.choose(person.words.say("Very satisfied"))
    person.fill(person.words.say("What was good, what should be better? (optional)"), "Nhanh và rõ ràng.")
    person.press(person.words.say("Send the rating"))

    expect(person.page.get_by_text(person.words.say("Thank you for your rating"))).to_be_visible()
    person.look()
    person.open(f"/{person.words.lang}/procedures/1.001193")
    person.reads(re.compile(r"\d+ (ratings? on this portal|lượt đánh giá trên cổng này)"))
