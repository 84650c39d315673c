"""The identity provider's addresses: discovery, authorization, tokens, sign-out."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oidc.core.errors import ConsentRequiredError
from flask import Blueprint, Flask, Response, current_app, jsonify, redirect, request, url_for
from flask import session as browser
from werkzeug.wrappers import Response as BaseResponse

from app.sandbox.house import house
from app.sandbox.identity.keys import Keys
from app.sandbox.identity.logout import BROWSER_SIGN_IN
from app.sandbox.identity.metadata import provider_metadata
from app.sandbox.identity.models import SignIn
from app.sandbox.identity.people import demo_people, person_with
from app.sandbox.identity.server import identity_server
from app.sandbox.identity.sign_ins import SignIns
from app.sandbox.web.pages import page
from app.sandbox.web.session import session

bp = Blueprint("identity", __name__, url_prefix="/oidc")
JUST_SIGNED_IN_FOR = "just_signed_in_for"


def register_identity(app: Flask) -> None:
    """Put the provider on `app`."""
    app.extensions["identity_server"] = identity_server(app)
    app.register_blueprint(bp)


def _server() -> AuthorizationServer:
    return current_app.extensions["identity_server"]


@bp.get("/.well-known/openid-configuration")
def discovery() -> Response:
    """What the provider can do (OpenID Connect Discovery 1.0)."""
    return jsonify(provider_metadata(house().settings))


@bp.get("/jwks")
def jwks() -> Response:
    """The public keys."""
    keys = Keys(session(writes=True), house().clock)
    keys.signing()
    return jsonify(keys.published())


@bp.get("/authorize")
def authorize() -> BaseResponse:
    """Ask for the password where needed, then for consent."""
    signed_in = _accepted_sign_in()
    try:
        grant = _server().get_consent_grant(end_user=signed_in)
        if request.args.get("prompt") == "none":
            return _silently(grant, signed_in)
    except OAuth2Error as error:
        return _refused(error)
    if signed_in is None:
        return _sign_in_page()
    return page("identity/consent.html", person=demo_people()[signed_in.sub], client=grant.client)


@bp.get("/sign-in")
def sign_in_again() -> BaseResponse:
    """A reloaded or translated sign-in page begins the same authorization again."""
    return redirect(f"{url_for('.authorize')}?{_query()}", 303)


@bp.post("/sign-in")
def sign_in() -> BaseResponse:
    """Check the password and go on with the authorization."""
    username = request.form.get("username", "")
    person = person_with(username, request.form.get("password", ""))
    if person is None:
        return _sign_in_page(username=username, wrong=True)
    browser[BROWSER_SIGN_IN] = SignIns(session(), house().clock).begin(person).sid
    browser[JUST_SIGNED_IN_FOR] = _this_request()
    return redirect(f"{url_for('.authorize')}?{_query()}", 303)


@bp.post("/authorize")
def consent() -> BaseResponse:
    """Give the code to the client, or its refusal."""
    signed_in = _accepted_sign_in()
    if signed_in is None:
        return redirect(f"{url_for('.authorize')}?{_query()}", 303)
    try:
        grant = _server().get_consent_grant(end_user=signed_in)
    except OAuth2Error as error:
        return _refused(error)
    agreed = request.form.get("consent") == "yes"
    if agreed:
        SignIns(session(), house().clock).agree(signed_in, grant.client.client_id)
    response: Response = _server().create_authorization_response(
        grant_user=signed_in if agreed else None, grant=grant
    )
    response.status_code = 303
    return response


@bp.post("/token")
def token() -> Response:
    """Codes and refresh tokens against tokens (RFC 6749 section 3.2)."""
    answer: Response = _server().create_token_response()
    return answer


@bp.route("/userinfo", methods=["GET", "POST"])
def userinfo() -> Response:
    """The claims the access token opens."""
    answer: Response = _server().create_endpoint_response("userinfo")
    return answer


@bp.route("/logout", methods=["GET", "POST"])
def logout() -> BaseResponse:
    """End the sign-in; asks first when no ID token proves who wants it."""
    session(writes=True)
    try:
        asked = _server().validate_endpoint_request("end_session")
    except OAuth2Error as error:
        return _refused(error)
    if asked.needs_confirmation:
        if request.form.get("confirm") != "yes":
            return page("identity/logout.html")
        current_app.extensions["csrf"].protect()
    return _server().create_endpoint_response("end_session", asked) or page("identity/signed_out.html")


def _accepted_sign_in() -> SignIn | None:
    """The browser's sign-in, unless the client wants a newer one (prompt=login, max_age)."""
    signed_in = SignIns(session(writes=True), house().clock).current(browser.get(BROWSER_SIGN_IN))
    if signed_in is None or browser.get(JUST_SIGNED_IN_FOR) == _this_request():
        return signed_in
    prompts = request.args.get("prompt", "").split()
    if "login" in prompts or "select_account" in prompts:
        return None
    max_age = request.args.get("max_age", "")
    age = (house().clock() - signed_in.signed_in_at).total_seconds()
    return None if max_age.isdecimal() and age > int(max_age) else signed_in


def _silently(grant: Any, signed_in: SignIn | None) -> BaseResponse:
    """prompt=none: answer without a page, when the person agreed before."""
    if signed_in is None or grant.client.client_id not in signed_in.consents:
        raise ConsentRequiredError(redirect_uri=grant.redirect_uri, state=request.args.get("state"))
    answer: Response = _server().create_authorization_response(grant_user=signed_in, grant=grant)
    return answer


def _sign_in_page(*, username: str = "", wrong: bool = False) -> Response:
    status = 422 if wrong else 200
    return page("identity/sign_in.html", status, people=demo_people(), username=username, wrong=wrong)


def _refused(error: OAuth2Error) -> BaseResponse:
    """Back to the client when its address is trusted, otherwise a page that says what is wrong."""
    if not error.redirect_uri:
        return page("identity/refused.html", 400, error=error.error, description=error.description)
    answer = dict(error.get_body()) | {"iss": house().settings.issuer}
    state = error.state or request.values.get("state")
    if state:
        answer["state"] = state
    return redirect(f"{error.redirect_uri}?{urlencode(answer)}", 303)


def _query() -> str:
    return request.query_string.decode()


def _this_request() -> str:
    """Names the authorization request, whatever language its page is shown in."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "ui_locales"]
    return hashlib.sha256(urlencode(sorted(kept)).encode()).hexdigest()
