"""The cookie of a browser's session: only the portal writes it, and it does not last for ever."""

from datetime import timedelta

import pytest
from flask import Flask, session
from werkzeug.http import parse_cookie

from app.web.session import Sessions

KEPT = {"sign_in": "abc", "answered": ["một", "two"], "attempts": {"s": [{"nonce": "n"}, None]}}


@pytest.fixture
def app():
    made = Flask(__name__)
    made.secret_key = "secret"
    made.session_interface = Sessions("secret")
    made.permanent_session_lifetime = timedelta(hours=12)
    return made


@pytest.fixture
def cookie(app):
    with app.test_request_context("/"):
        session.update(KEPT)
        answer = app.process_response(app.make_response("ok"))
        return parse_cookie(answer.headers["Set-Cookie"].partition(";")[0])["session"]


def read(app, cookie):
    with app.test_request_context("/", headers={"Cookie": f"session={cookie}"}):
        return dict(session)


def test_what_was_kept_is_there_at_the_next_request(app, cookie):
    assert read(app, cookie) == KEPT


@pytest.mark.parametrize("place", [0, 5, 20, -10, -30])
def test_a_cookie_that_was_changed_keeps_nothing(app, cookie, place):
    letters = list(cookie)
    letters[place] = "A" if letters[place] != "A" else "B"

    assert read(app, "".join(letters)) == {}


def test_a_cookie_of_another_key_keeps_nothing(app, cookie):
    app.session_interface = Sessions("another secret")

    assert read(app, cookie) == {}


@pytest.mark.parametrize("forged", ["", ".", "a.b", "a.b.c", "." * 400, "eyJzaWduX2luIjoiYSJ9"])
def test_what_is_no_cookie_of_ours_keeps_nothing(app, forged):
    assert read(app, forged) == {}


def test_a_cookie_that_is_too_old_keeps_nothing(app, cookie):
    app.permanent_session_lifetime = timedelta(seconds=-2)

    assert read(app, cookie) == {}


def test_a_cookie_known_from_earlier_requests_grows_too_old_all_the_same(app, cookie):
    assert read(app, cookie) == KEPT

    app.permanent_session_lifetime = timedelta(seconds=-2)

    assert read(app, cookie) == {}


def test_what_one_request_changes_in_place_no_other_request_sees(app, cookie):
    read(app, cookie)["attempts"]["s"].append("changed")

    assert read(app, cookie) == KEPT
