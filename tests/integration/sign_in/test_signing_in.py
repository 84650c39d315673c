"""Signing in and out through the identity provider."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select

from app.features.account.service import AccountService
from app.features.sign_in.models import SignIn
from tests.support.visitor import PORTAL, SANDBOX

MINE = f"{PORTAL}/vi/dossiers"
AGAIN = "/auth/login?lang=vi&next=/vi/dossiers"


def test_a_person_signs_in_and_lands_where_they_wanted(sign_in):
    page = sign_in(to="/vi/dossiers?only=open")

    assert page.heading == "Hồ sơ của tôi"
    assert page.url.endswith("/vi/dossiers?only=open")
    assert "Trần Thị Bình" in page.text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_who_follows_a_link_to_a_page_of_their_own_signs_in_in_its_language(visit, lang):
    page = visit(f"/{lang}/dossiers")

    assert page.has("input[name='username']")
    assert page.lang == lang


def test_a_language_nobody_speaks_is_not_taken_into_the_sign_in(visit, send):
    page = visit("/auth/login?lang=xx")

    page = send(page, {"username": "001190000011", "password": "demo"})
    home = send(page, button="consent=yes")

    assert home.url == f"{PORTAL}/vi/"


def test_a_wrong_password_is_said_and_keeps_the_number(visit, send):
    page = visit("/auth/login")

    again = send(page, {"username": "001190000011", "password": "wrong"}, status=422)

    assert again.values()["username"] == "001190000011"


def test_who_does_not_consent_is_not_signed_in(visit, send):
    begun = visit("/auth/login?next=/vi/dossiers")
    page = send(begun, {"username": "001190000011", "password": "demo"})

    refused = send(page, button="consent=no", status=400)

    assert refused.heading == "Bạn chưa đăng nhập"
    assert "Bạn đã dừng đăng nhập" in refused.text
    assert refused.link("Đăng nhập lại").endswith(AGAIN)


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "/vi/\r\nSet-Cookie:x=y",
        pytest.param("/" + "x" * 4000, id="longer than a cookie"),
    ],
)
def test_signing_in_never_leads_to_another_site(sign_in, target):
    page = sign_in(to=target)

    assert page.url.rstrip("/").endswith("/vi")


def test_who_signs_in_for_the_first_time_in_several_windows_at_once_is_one_person(database, clock):
    at_once = Barrier(4)

    def recognise(_window):
        at_once.wait()
        with database.transaction() as session:
            person = AccountService(session, clock).recognise("https://id.example", "1", {"name": "An"}, "vi")
            session.commit()
            return person.id

    with ThreadPoolExecutor(4) as windows:
        assert len(set(windows.map(recognise, range(4)))) == 1


def test_signing_out_ends_both_sessions(sign_in, visit, send):
    page = sign_in()

    out = send(page, button="Đăng xuất")
    again = visit("/auth/login")

    assert "Đăng nhập" in out.text
    assert again.has("input[name='password']")


def test_signing_out_at_the_provider_ends_the_portals_session(sign_in, visit, client, portal):
    sign_in(to="/vi/dossiers")

    visit(f"{SANDBOX}/oidc/logout?id_token_hint={_id_token(portal)}")

    assert client.get(MINE).status_code == 303


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_a_forged_logout_token_is_refused(sign_in, client, token):
    sign_in()

    answer = client.post(f"{PORTAL}/auth/backchannel-logout", data={"logout_token": token})

    assert answer.status_code == 400
    assert client.get(MINE).status_code == 200


def test_a_logout_token_of_a_stranger_is_refused(client):
    claims = {
        "iss": "http://127.0.0.1:8001/oidc",
        "aud": "portal",
        "sub": "somebody",
        "iat": int(time.time()),
        "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    }
    token = jwt.encode({"alg": "RS256"}, claims, RSAKey.generate_key(2048))

    assert client.post(f"{PORTAL}/auth/backchannel-logout", data={"logout_token": token}).status_code == 400


def test_an_answer_for_another_browsers_attempt_is_refused(visit, client):
    page = visit("/auth/login")
    state = parse_qs(urlsplit(page.url).query)["state"][0]

    answer = client.get(f"{PORTAL}/auth/callback?state={state}x&code=abc")

    assert answer.status_code == 400


def test_an_answer_of_another_issuer_is_refused(visit, client):
    page = visit("/auth/login")
    state = parse_qs(urlsplit(page.url).query)["state"][0]

    answer = client.get(f"{PORTAL}/auth/callback?state={state}&code=abc&iss=https://evil.example")

    assert answer.status_code == 400


def test_keys_may_rotate_while_people_sign_in(sign_in, stage, another_visitor):
    sign_in()
    with stage.keys() as keys:
        keys.rotate()

    page = another_visitor().sign_in("079085000022", to="/vi/dossiers")

    assert page.heading == "Hồ sơ của tôi"


def test_a_provider_that_is_down_is_said(visit, stage, clock):
    with stage.failures() as failures:
        failures.turn_on("identity", "down")
    clock.move(hours=2)

    page = visit("/auth/login", status=503)

    assert "Bạn" in page.text or "hệ thống" in page.text.lower()


def test_who_meets_a_failure_on_the_way_back_signs_in_anew_and_still_gets_there(visit, stage):
    page = visit("/auth/login?next=/vi/dossiers")
    state = parse_qs(urlsplit(page.url).query)["state"][0]
    with stage.failures() as failures:
        failures.turn_on("identity", "down")

    failed = visit(f"/auth/callback?state={state}&code=abc&iss={SANDBOX}/oidc", status=503)

    assert failed.link("Thử lại").endswith(AGAIN)


def test_a_session_ends_after_an_hour_of_idleness_but_not_while_used(sign_in, client, clock):
    sign_in()

    for _ in range(4):
        clock.move(minutes=40)
        assert client.get(MINE).status_code == 200
    clock.move(minutes=61)

    assert client.get(MINE).status_code == 303


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(sign_in, client, clock):
    sign_in()

    for _ in range(14):
        clock.move(minutes=50)
        client.get(MINE)
    clock.move(minutes=25)

    assert client.get(MINE).status_code == 303


def test_the_session_cookie_says_nothing_of_the_person(sign_in, client):
    sign_in()

    cookie = client.get_cookie("session", domain="127.0.0.1")

    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert "001190000011" not in cookie.value


def test_private_pages_are_not_stored_by_browsers_or_proxies(sign_in, client):
    sign_in()

    assert client.get(MINE).headers["Cache-Control"] == "no-store"


def _id_token(portal):
    """The ID token of the one person signed in."""
    with portal.extensions["portal.database"].session(writes=False) as session:
        return session.scalars(select(SignIn)).one().id_token
