"""Dossiers cannot be found out by trying, and nobody can lock their owner out."""

import re
import time

import pytest
from sqlalchemy import text

from app.features.tracking.attempts import WRONG_BY_CONNECTION, WRONG_FOR_CODE, WRONG_FOR_CODE_BY_CONNECTION
from tests.support.tracking import FACT, NEVER
from tests.support.visitor import PORTAL


def bare(page, code):
    """A page without what differs between any two answers: the typed code and the form's token."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page.html).replace(code, "CODE")


@pytest.fixture
def foreign(world, code):
    """A dossier that has no facts at all, as one synchronised without them."""
    with world.database.transaction() as session:
        session.execute(text("UPDATE dossier SET fact_id_digest = NULL, fact_phone_digest = NULL"))
        session.commit()
    return code


def test_unknown_code_and_wrong_fact_answer_alike(ask, code):
    wrong, unknown = ask(code, "9999", status=422), ask(NEVER, "9999", status=422)

    assert bare(wrong, code) == bare(unknown, NEVER)
    assert len(wrong.html) == len(unknown.html)


def test_a_dossier_without_facts_answers_like_an_unknown_one(ask, foreign):
    assert bare(ask(foreign, FACT, status=422), foreign) == bare(ask(NEVER, FACT, status=422), NEVER)


def test_somebody_elses_dossier_answers_a_signed_in_person_like_an_unknown_one(another_visitor, ask, code):
    other = another_visitor()
    other.sign_in("079085000022")

    wrong, unknown = (ask(one, "9999", status=422, who=other) for one in (code, NEVER))

    assert bare(wrong, code) == bare(unknown, NEVER)


def test_the_same_statements_are_sent_whatever_is_asked(ask, code, stranger, statements):
    page = stranger.visit("/en/track")
    sent = []

    for asked, fact, status in ((code, "9999", 422), (NEVER, "9999", 422), (NEVER, FACT, 422)):
        with statements() as sql:
            stranger.send(page, {"code": asked, "fact": fact}, form="#track-form", status=status)
        sent.append(sql)

    assert len(sent[0]) == 1
    assert sent[0] == sent[1] == sent[2]


def test_headers_tell_nothing_apart(stranger, code):
    page = stranger.visit("/en/track")
    answers = []
    for asked in (code, NEVER):
        submission = page.submission({"code": asked, "fact": "9999"}, form="#track-form")
        answers.append(stranger.client.post("/en/track", data=submission.fields, base_url=PORTAL))

    first, second = ({name for name, _ in answer.headers} for answer in answers)

    assert first == second
    assert answers[0].headers["Cache-Control"] == "no-store"


def test_the_time_of_the_answer_tells_nothing_apart(stranger, code):
    fields = stranger.visit("/en/track").submission({"fact": "9999"}, form="#track-form").fields
    took = {code: [], NEVER: []}

    for number in range(80):
        stranger.client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        for asked, times in took.items():
            began = time.thread_time()
            stranger.client.post("/en/track", data={**fields, "code": asked}, base_url=PORTAL)
            times.append(time.thread_time() - began)

    pairs = [(one, other) for one in took[code] for other in took[NEVER]]
    assert 0.3 < sum(one > other for one, other in pairs) / len(pairs) < 0.7


def test_five_wrong_tries_for_a_code_close_it_for_that_connection_only(ask, code):
    for _ in range(WRONG_FOR_CODE_BY_CONNECTION.amount):
        ask(code, "9999", status=422, connection="198.51.100.7")

    assert "Too many tries" in ask(code, FACT, status=429, connection="198.51.100.7").text
    assert "Step 3" in ask(code, FACT, connection="203.0.113.9").text


def test_a_connection_that_tries_code_after_code_is_stopped(ask, code):
    for number in range(WRONG_BY_CONNECTION.amount):
        ask(f"000.00.00.H26-191209-{number + 1:04}", FACT, status=422, connection="198.51.100.7")

    ask(code, FACT, status=429, connection="198.51.100.7")


def test_a_network_of_version_six_counts_as_one_connection(ask, code):
    for number in range(WRONG_FOR_CODE_BY_CONNECTION.amount):
        ask(code, "9999", status=422, connection=f"2001:db8::{number + 1}")

    ask(code, FACT, status=429, connection="2001:db8::77")
    assert "Step 3" in ask(code, FACT, connection="2001:db8:1::1").text


def test_many_connections_against_one_code_make_it_ask_for_the_whole_number(ask, code):
    for number in range(WRONG_FOR_CODE.amount):
        ask(code, "9999", status=422, connection=f"198.51.100.{number + 1}")

    assert "Enter the whole number" in ask(code, FACT, status=422, connection="203.0.113.9").text
    assert "Step 3" in ask(code, "001190000011", connection="203.0.113.10").text


def test_an_unknown_code_under_attack_answers_as_a_real_one(ask, code):
    pages = []
    for asked in (code, NEVER):
        for number in range(WRONG_FOR_CODE.amount):
            ask(asked, "9999", status=422, connection=f"198.51.100.{number + 1}")
        pages.append(bare(ask(asked, "9999", status=422, connection="203.0.113.9"), asked))

    assert pages[0] == pages[1]


def test_the_owner_who_is_signed_in_is_never_locked_out(visitor, ask, code):
    for number in range(WRONG_FOR_CODE.amount + 5):
        ask(code, "9999", status=422, connection=f"198.51.100.{number + 1}")
    for _ in range(WRONG_FOR_CODE_BY_CONNECTION.amount):
        ask(code, "9999", status=422, connection="127.0.0.1")

    assert visitor.visit(f"/vi/track?code={code}").url.endswith(f"/vi/dossiers/{code}")


def test_right_answers_are_not_counted(ask, code):
    for _ in range(WRONG_BY_CONNECTION.amount + 5):
        assert "Step 3" in ask(code, FACT).text
