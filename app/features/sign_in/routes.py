"""Addresses of signing in and out; plain navigation, never a fragment."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.features.sign_in.presence import SignedIn
from app.features.sign_in.service import SignInService
from app.gateways.identity import Attempt, IdentityProvider, SignInRefused
from app.texts import LANGS
from app.web.addresses import inside
from app.web.csrf import csrf
from app.web.guards import CurrentPerson, as_nobody, keep_signed_in, person_or_none, public
from app.web.limits import limiter
from app.web.locale import negotiated
from app.web.pages import page, see_other
from app.web.services import use

bp = Blueprint("sign_in", __name__, url_prefix="/auth")

_ATTEMPTS = "sign_in_attempts"
_AT_ONCE = 5


@bp.get("/login")
@public
@limiter.limit("60/minute")
def login() -> BaseResponse:
    """Send the person to the identity provider, remembering where they were going."""
    provider = use(IdentityProvider)
    asked = request.args.get("lang")
    attempt = provider.begin(asked if asked in LANGS else negotiated())
    url = provider.authorization_url(attempt, _callback_url())
    # Several tabs may sign in at once, and each answer must find its own attempt.
    attempts = dict(list(session.get(_ATTEMPTS, {}).items())[-_AT_ONCE + 1 :])
    attempts[attempt.state] = [msgspec.to_builtins(attempt), inside(request.args.get("next"))]
    session[_ATTEMPTS] = attempts
    session.permanent = True
    return redirect(url, 303)


@bp.get("/callback")
@public
def callback() -> BaseResponse:
    """Take the provider's answer; on success go where the person was going."""
    attempts = session.get(_ATTEMPTS, {})
    remembered = attempts.pop(request.args.get("state", ""), None)
    session[_ATTEMPTS] = attempts
    if remembered is None:
        return _lost()
    attempt, target = msgspec.convert(remembered[0], Attempt), remembered[1]
    # An answer counts once: whoever meets a failure here tries again from the sign-in, not with this address.
    g.again = url_for(".login", lang=attempt.language, next=target)
    session_id = use(SignInService).finish(attempt, request.args.to_dict(), _callback_url())
    # A new browser session for a signed-in person: nothing set before the sign-in survives it.
    session.clear()
    session.permanent = True
    keep_signed_in(session_id)
    return redirect(target or url_for("home.index", lang=attempt.language), 303)


@bp.post("/logout")
@public
def logout() -> BaseResponse:
    """End the session here and at the provider."""
    home = current_app.config["PUBLIC_URL"] + url_for("home.index")
    person = person_or_none()
    if person is None:
        return see_other("home.index")
    elsewhere = use(SignInService).sign_out(person.session_id, home)
    session.clear()
    as_nobody()
    return redirect(elsewhere or home, 303)


@bp.post("/backchannel-logout")
@csrf.exempt  # type: ignore[untyped-decorator]  # the library has no types
@public
@limiter.limit("120/minute")
def backchannel_logout() -> Response:
    """The provider ended a session: end it here too (OpenID Connect Back-Channel Logout 1.0)."""
    use(SignInService).provider_signed_out(request.form.get("logout_token", ""))
    response = Response(status=200)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.errorhandler(SignInRefused)
def _refused(error: SignInRefused) -> Response:
    if request.endpoint == "sign_in.backchannel_logout":
        return Response('{"error":"invalid_request"}', 400, mimetype="application/json")
    return page("sign_in/refused.html", status=400, cancelled=str(error) == "access_denied")


def _lost() -> BaseResponse:
    """An answer nobody waits for: a second click on an old tab, or a forged one."""
    if person_or_none() is not None:
        return see_other("home.index")
    return page("sign_in/refused.html", status=400, cancelled=False)


def _callback_url() -> str:
    return f"{current_app.config['PUBLIC_URL']}{url_for('.callback')}"


def as_current(signed_in: SignedIn | None) -> CurrentPerson | None:
    """The sign-in in the words of the web layer."""
    if signed_in is None:
        return None
    return CurrentPerson(
        id=signed_in.person_id,
        session_id=signed_in.session_id,
        name=signed_in.name,
        identity_level=signed_in.identity_level,
        operates=signed_in.operates,
        locality=signed_in.locality,
        unread=signed_in.unread,
    )
