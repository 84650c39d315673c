"""With scripts, without, and with scripts that end half-way, an agency gets the same from a real browser."""

import hashlib
import json
import re
import sqlite3
import time
from contextlib import closing

import pytest
from playwright.sync_api import expect

from app.clock import utc_now
from app.features.applications.drafts.editing import day_of
from tests.browser.browsers import PHONE
from tests.browser.filling import AnyForm
from tests.browser.pages import Step
from tests.support.answers import random_walk
from tests.support.proofs import newest

# The forms with questions of the most types, and the page on which their scripts end. Files have tests of
# their own; tests/integration/proofs sends every service in the three modes.
SERVICES = {"promotion-notice": 5, "personal-income-tax": 3}
TOLD = "procedure, definition_id, definition_version, language, applicant, locality, answers"
PATIENCE_S = 60


@pytest.mark.parametrize(("name", "ends_at"), SERVICES.items())
def test_what_arrives_is_the_same_with_scripts_without_and_with_scripts_that_end_half_way(
    open_page, inspector, servers, name, ends_at
):
    form = newest()[name]
    answers = of_most_types(form)

    plain = filed(Step(open_page(PHONE, javascript=False), "vi", inspector), servers, form, answers)
    scripted = filed(Step(open_page(PHONE), "vi", inspector), servers, form, answers)
    person = Step(open_page(PHONE), "vi", inspector)
    half_way = filed(person, servers, form, answers, lambda number: blocked(person, number == ends_at))

    assert scripted == plain
    assert half_way == plain
    assert not person.scripted


def filed(person, servers, form, answers, before_going_on=lambda number: None):
    """SHA-256 of what the agency holds after the form was filled in and sent."""
    before = arrived(servers)
    person.begin(form.procedure)
    AnyForm(person, form, answers).fill(before_going_on)
    main = person.page.get_by_role("main")
    main.get_by_role("checkbox").last.check()
    main.locator("button[name='by'][value='declaration'], form[action$='/check'] button").last.click()
    expect(person.page).to_have_url(re.compile("/received$"))
    until = time.monotonic() + PATIENCE_S
    while len(arrived(servers)) == len(before) and time.monotonic() < until:
        time.sleep(0.3)
    (new,) = (content for number, content in arrived(servers).items() if number not in before)
    assert set(new["answers"]) >= set(answers) - {
        key for key in answers if form.question(key).type == "calculated"
    }
    return hashlib.sha256(json.dumps(new, sort_keys=True).encode()).hexdigest()


def blocked(person, now):
    """The line fails under a sending that a script began, and from then on no script loads."""
    if not now:
        return
    page = person.page
    page.route("**/applications/**", lambda route: route.abort() if of_script(route) else route.continue_())
    person.go_on()
    expect(page.get_by_role("alert")).to_be_visible()
    page.route("**/*.js", lambda route: route.abort())
    page.reload()


def of_script(route):
    return "hx-request" in route.request.headers


def of_most_types(form):
    """Answers by chance without files and groups, of twenty walks the one with questions of most types."""
    groups = {step.key for step in form.steps if step.repeat}
    types = {question.key: question.type for step in form.steps for question in step.questions}
    aside = groups | {key for key, kind in types.items() if kind == "file"}
    today = day_of(utc_now())
    walks = [random_walk(form, seed, today=today) for seed in range(20)]
    fitting = [walk for walk in walks if not aside & walk.keys()]
    return max(fitting, key=lambda walk: len({types[key] for key in walk}))


def arrived(servers):
    """What every dossier at the agencies says, by application."""
    with closing(sqlite3.connect(servers.output.parent / "sandbox" / "sandbox.sqlite3")) as database:
        rows = database.execute(f"SELECT application_id, {TOLD} FROM dossiers").fetchall()
    return {
        application: dict(zip(TOLD.split(", "), map(_read, values), strict=True))
        for application, *values in rows
    }


def _read(value):
    """JSON columns as what they hold."""
    return json.loads(value) if isinstance(value, str) and value[:1] in "{[" else value
