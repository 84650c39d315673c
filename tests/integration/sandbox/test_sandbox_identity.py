"""People sign in at the sandbox as at any OpenID Connect provider."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from flask import Flask, Request
from joserfc import jwt
from joserfc.jwk import KeySet

from app.sandbox.backstage import backstage
from app.sandbox.factory import create_sandbox
from app.sandbox.settings import SandboxSettings
from tests.support.clock import MovableClock
from tests.support.sandbox import (
    BINH,
    CALLBACK,
    Authorization,
    Browser,
    answer_of,
    client,
    redeem,
    refresh,
    sign_in,
)

RIGHT = {"username": BINH, "password": "demo"}
ISSUER = "http://127.0.0.1:8001/oidc"


def claims_in(sandbox: Flask, token: str) -> dict[str, Any]:
    with client(sandbox) as http:
        keys = KeySet.import_key_set(http.get("/oidc/jwks").json())
    return dict(jwt.decode(token, keys, algorithms=["RS256"]).claims)


def userinfo(sandbox: Flask, access_token: str) -> httpx2.Response:
    with client(sandbox) as http:
        return http.get("/oidc/userinfo", headers={"Authorization": f"Bearer {access_token}"})


def test_a_sign_in_gives_the_portal_the_persons_claims(sandbox: Flask, browser: Browser) -> None:
    asked = Authorization()

    back = sign_in(browser, asked)
    tokens = redeem(sandbox, back["code"], asked).json()
    claims = claims_in(sandbox, tokens["id_token"])

    assert (back["state"], back["iss"]) == (asked.state, ISSUER)
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (ISSUER, "portal", asked.nonce)
    assert claims["sid"] and claims["auth_time"] and claims["at_hash"]
    known = userinfo(sandbox, tokens["access_token"]).json()
    assert known["sub"] == claims["sub"] and BINH not in known["sub"]
    assert (known["name"], known["id_number"], known["identity_level"]) == ("Trần Thị Bình", BINH, 2)
    assert known["address"]["unit"]["ward"] == "00004"


def test_the_discovery_document_names_working_addresses(sandbox: Flask) -> None:
    with client(sandbox) as http:
        described = http.get("/oidc/.well-known/openid-configuration").json()
        found = {
            name: http.get(described[name]).status_code for name in ("jwks_uri", "authorization_endpoint")
        }

    assert described["issuer"] == ISSUER
    assert described["code_challenge_methods_supported"] == ["S256"]
    assert found == {"jwks_uri": 200, "authorization_endpoint": 400}


@pytest.mark.parametrize(
    "changes",
    [
        {"code_challenge": None, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
        {"code_challenge_method": None},
        {"nonce": None},
        {"scope": "openid everything"},
        {"response_type": "token"},
    ],
)
def test_a_request_that_is_less_than_safe_goes_back_with_an_error(
    browser: Browser, changes: dict[str, str | None]
) -> None:
    asked = Authorization()

    back = answer_of(browser.http.get(asked.address(**changes)))

    assert back["error"] in {"invalid_request", "invalid_scope", "unsupported_response_type"}
    assert (back["state"], back["iss"]) == (asked.state, ISSUER)
    assert "code" not in back


@pytest.mark.parametrize(
    "wrong", [f"{CALLBACK}/", f"{CALLBACK}?a=b", "http://evil.example/auth/callback", None]
)
def test_another_redirect_address_is_answered_here(browser: Browser, wrong: str | None) -> None:
    page = browser.visit(Authorization().address(redirect_uri=wrong))

    assert page.status == 400
    assert page.heading == "Không thể tiếp tục đăng nhập"


def test_a_wrong_password_is_said_and_the_user_name_stays(browser: Browser) -> None:
    page = browser.visit(Authorization().address())

    again = browser.press(page, "Đăng nhập", {"username": BINH, "password": "wrong"})

    assert again.status == 422
    assert again.values("form:has(#username)")["username"] == BINH
    assert "Số định danh hoặc mật khẩu chưa đúng" in again.text


@pytest.mark.parametrize(
    ("locale", "heading"), [("vi", "Đăng nhập"), ("en-GB vi", "Sign in"), ("fr", "Đăng nhập")]
)
def test_the_pages_speak_the_language_the_portal_asks_for(
    browser: Browser, locale: str, heading: str
) -> None:
    page = browser.visit(Authorization().address(ui_locales=locale))

    assert page.heading == heading


def test_one_press_signs_a_demo_person_in(browser: Browser) -> None:
    page = browser.visit(Authorization().address(ui_locales="en"))

    consent = browser.press(page, "Sign in as Phạm Minh Dũng")

    assert consent.heading == "Share your details?"
    assert "037201000033" in consent.text


def test_who_does_not_consent_is_sent_back_without_a_code(browser: Browser) -> None:
    asked = Authorization()
    consent = browser.press(
        browser.visit(asked.address()), "Đăng nhập", {"username": BINH, "password": "demo"}
    )

    back = answer_of(browser.send(consent.submission(button="Không chia sẻ")))

    assert back == {"error": "access_denied", "error_description": back["error_description"]} | {
        "state": asked.state,
        "iss": ISSUER,
    }


def test_a_double_click_on_consent_still_signs_in(sandbox: Flask, browser: Browser) -> None:
    asked = Authorization()
    consent = browser.press(
        browser.visit(asked.address()), "Đăng nhập", {"username": BINH, "password": "demo"}
    )
    press = consent.submission(button="Đồng ý và tiếp tục")

    browser.send(press)
    second = answer_of(browser.send(press))

    assert redeem(sandbox, second["code"], asked).status_code == 200


def test_a_code_works_once_and_its_second_use_revokes_the_tokens(sandbox: Flask, browser: Browser) -> None:
    asked = Authorization()
    code = sign_in(browser, asked)["code"]
    tokens = redeem(sandbox, code, asked).json()

    replay = redeem(sandbox, code, asked)

    assert (replay.status_code, replay.json()["error"]) == (400, "invalid_grant")
    assert userinfo(sandbox, tokens["access_token"]).status_code == 401
    assert refresh(sandbox, tokens["refresh_token"]).status_code == 400


@pytest.mark.parametrize(
    "changes", [{"code_verifier": "x" * 43}, {"redirect_uri": "http://127.0.0.1:8000/"}, {"code": "guessed"}]
)
def test_a_code_is_worth_nothing_without_its_secrets(
    sandbox: Flask, browser: Browser, changes: dict[str, str]
) -> None:
    asked = Authorization()
    code = sign_in(browser, asked)["code"]

    refused = redeem(sandbox, code, asked, **changes)

    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


def test_a_code_grows_old_in_five_minutes(sandbox: Flask, browser: Browser, clock: MovableClock) -> None:
    asked = Authorization()
    code = sign_in(browser, asked)["code"]

    clock.move(minutes=5)

    assert redeem(sandbox, code, asked).status_code == 400


@pytest.mark.parametrize("address", ["/oidc/token", "/gateway/oauth/token"])
@pytest.mark.parametrize("header", ["", "Basic cG9ydGFsOndyb25n", "Basic z7/Pvw==", "Basic ?", "Bearer x"])
def test_a_client_must_know_its_secret(sandbox: Flask, address: str, header: str) -> None:
    with client(sandbox, headers={"Authorization": header}) as http:
        code = http.post(address, data={"grant_type": "authorization_code", "code": "x"})
        credentials = http.post(address, data={"grant_type": "client_credentials"})

    refused = credentials if address.startswith("/gateway") else code
    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")


def test_a_nonce_whose_code_was_redeemed_is_used_up(sandbox: Flask, browser: Browser) -> None:
    first = Authorization()
    redeem(sandbox, sign_in(browser, first)["code"], first)

    back = answer_of(browser.http.get(Authorization(nonce=first.nonce).address()))

    assert back["error"] == "invalid_request"


def test_an_access_token_lives_a_quarter_of_an_hour(
    sandbox: Flask, browser: Browser, clock: MovableClock
) -> None:
    asked = Authorization()
    tokens = redeem(sandbox, sign_in(browser, asked)["code"], asked).json()

    clock.move(minutes=15)

    assert tokens["expires_in"] == 15 * 60
    assert userinfo(sandbox, tokens["access_token"]).status_code == 401


def test_refresh_tokens_rotate_and_a_stolen_one_ends_the_family(sandbox: Flask, browser: Browser) -> None:
    asked = Authorization()
    first = redeem(sandbox, sign_in(browser, asked)["code"], asked).json()
    second = refresh(sandbox, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert userinfo(sandbox, second["access_token"]).status_code == 200

    stolen = refresh(sandbox, first["refresh_token"])

    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
    assert refresh(sandbox, second["refresh_token"]).status_code == 400
    assert userinfo(sandbox, second["access_token"]).status_code == 401


def test_rotated_keys_still_prove_earlier_tokens(sandbox: Flask, browser: Browser) -> None:
    asked = Authorization()
    before = redeem(sandbox, sign_in(browser, asked)["code"], asked).json()["id_token"]

    with backstage(sandbox).keys() as keys:
        kid = keys.rotate()
    later = Authorization()
    after = redeem(sandbox, sign_in_again(browser, later), later).json()["id_token"]

    assert jwt.decode(after, keyset(sandbox), algorithms=["RS256"]).header["kid"] == kid
    assert claims_in(sandbox, before)["nonce"] == asked.nonce


def test_a_signed_in_person_only_consents_again(browser: Browser) -> None:
    sign_in(browser, Authorization())

    page = browser.visit(Authorization().address())

    assert page.heading == "Chia sẻ thông tin của bạn?"


@pytest.mark.parametrize("changes", [{"prompt": "login"}, {"max_age": "60"}])
def test_a_portal_can_ask_for_a_fresh_sign_in(
    browser: Browser, clock: MovableClock, changes: dict[str, str]
) -> None:
    sign_in(browser, Authorization())
    clock.move(minutes=2)

    asked = Authorization()
    page = browser.visit(asked.address(**changes))

    assert page.heading == "Đăng nhập"
    assert "code" in sign_in(browser, asked, **changes)


def test_without_a_page_only_who_agreed_before_gets_a_code(browser: Browser) -> None:
    unknown = answer_of(browser.http.get(Authorization().address(prompt="none")))
    sign_in(browser, Authorization())

    known = answer_of(browser.http.get(Authorization().address(prompt="none")))

    assert unknown["error"] == "login_required"
    assert "code" in known


def test_signing_out_ends_the_sign_in_and_tells_the_portal(
    settings: SandboxSettings, clock: MovableClock
) -> None:
    heard: list[str] = []
    sandbox = create_sandbox(settings, clock=clock, transport=httpx2.WSGITransport(app=listener(heard)))
    browser, asked = Browser(sandbox), Authorization()
    tokens = redeem(sandbox, sign_in(browser, asked)["code"], asked).json()
    claims = claims_in(sandbox, tokens["id_token"])

    out = browser.http.get(
        "/oidc/logout",
        params={
            "id_token_hint": tokens["id_token"],
            "post_logout_redirect_uri": "http://127.0.0.1:8000/vi/",
            "state": "s1",
        },
    )

    assert out.headers["Location"] == "http://127.0.0.1:8000/vi/?state=s1"
    told = claims_in(sandbox, heard[0])
    assert (told["sid"], told["sub"], told["aud"]) == (claims["sid"], claims["sub"], "portal")
    assert told["events"] == {"http://schemas.openid.net/event/backchannel-logout": {}}
    assert "nonce" not in told and told["jti"]
    assert userinfo(sandbox, tokens["access_token"]).status_code == 401
    assert browser.visit(Authorization().address()).heading == "Đăng nhập"


def test_signing_out_works_when_the_portal_cannot_be_told(
    settings: SandboxSettings, clock: MovableClock
) -> None:
    def unreachable(_request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    sandbox = create_sandbox(settings, clock=clock, transport=httpx2.MockTransport(unreachable))
    browser, asked = Browser(sandbox), Authorization()
    tokens = redeem(sandbox, sign_in(browser, asked)["code"], asked).json()

    page = browser.visit(f"/oidc/logout?id_token_hint={tokens['id_token']}")

    assert page.heading == "Bạn đã đăng xuất"
    assert userinfo(sandbox, tokens["access_token"]).status_code == 401


def test_signing_out_without_proof_is_asked_first_and_leads_nowhere_else(browser: Browser) -> None:
    sign_in(browser, Authorization())

    page = browser.visit("/oidc/logout?client_id=portal&post_logout_redirect_uri=http://evil.example/")
    done = browser.press(page, "Đăng xuất")

    assert page.heading == "Đăng xuất?"
    assert done.heading == "Bạn đã đăng xuất"


def test_a_form_from_elsewhere_is_refused(browser: Browser) -> None:
    page = browser.visit(Authorization().address())
    sent = page.submission({"username": BINH, "password": "demo"}, form="form:has(#username)")
    sent.fields.pop("csrf_token")

    refused = browser.send(sent)

    assert refused.status_code == 400


def test_a_restart_signs_nobody_out(settings: SandboxSettings, sandbox: Flask, clock: MovableClock) -> None:
    browser, asked = Browser(sandbox), Authorization()
    tokens = redeem(sandbox, sign_in(browser, asked)["code"], asked).json()

    again = create_sandbox(settings, clock=clock)
    later = Browser(again)
    later.http.cookies.update(browser.http.cookies)

    assert claims_in(again, tokens["id_token"])["nonce"] == asked.nonce
    assert userinfo(again, tokens["access_token"]).status_code == 200
    assert later.visit(Authorization().address()).heading == "Chia sẻ thông tin của bạn?"


def sign_in_again(browser: Browser, asked: Authorization) -> str:
    consent = browser.visit(asked.address())
    return answer_of(browser.send(consent.submission(button="consent=yes")))["code"]


def keyset(sandbox: Flask) -> KeySet:
    with client(sandbox) as http:
        return KeySet.import_key_set(http.get("/oidc/jwks").json())


def listener(heard: list[str]) -> Any:
    """A portal that only hears logout tokens."""

    def portal(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        request = Request(environ)
        assert request.path == "/auth/backchannel-logout"
        heard.append(request.form["logout_token"])
        start_response("200 OK", [])
        return [b""]

    return portal
