"""Sign-out: asked by a client (RP-Initiated Logout 1.0), told to the others (Back-Channel Logout 1.0)."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from typing import Any

import httpx2
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oidc.rpinitiated import EndSessionEndpoint, EndSessionRequest
from flask import session as browser
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.sandbox.house import House, house
from app.sandbox.identity.keys import ALGORITHM, Keys
from app.sandbox.identity.models import SignIn
from app.sandbox.identity.people import demo_people, subject
from app.sandbox.identity.sign_ins import SignIns
from app.sandbox.oauth.clients import Client, portal_for_people
from app.sandbox.web.session import session

EVENT = "http://schemas.openid.net/event/backchannel-logout"
TOKEN_LIFE = timedelta(minutes=2)
PATIENCE_S = 5.0
BROWSER_SIGN_IN = "sid"

log = logging.getLogger(__name__)


class EndSession(EndSessionEndpoint):  # type: ignore[misc]  # Authlib has no types
    """Ends the sign-in that the ID token names, and the one at this browser."""

    def get_server_jwks(self) -> KeySet:
        """The keys an ID token hint may be signed with."""
        return Keys(session(), house().clock).known()

    def _validate_id_token_hint(self, id_token_hint: str) -> dict[str, Any]:
        """Any ID token of ours, however old, by the sandbox's own clock and keys."""
        try:
            claims = dict(jwt.decode(id_token_hint, self.get_server_jwks(), algorithms=[ALGORITHM]).claims)
        except (JoseError, ValueError) as error:
            raise InvalidRequestError("The id_token_hint is not a token of this provider") from error
        if claims.get("iss") != house().settings.issuer or claims.get("aud") is None:
            raise InvalidRequestError("The id_token_hint is not an ID token of this provider")
        return claims

    def end_session(self, end_session_request: EndSessionRequest) -> None:
        """End the sign-in of the ID token and the one at this browser."""
        claims = end_session_request.id_token_claims or {}
        for sid in {claims.get("sid"), browser.pop(BROWSER_SIGN_IN, None)} - {None}:
            end_everywhere(sid)


def end_everywhere(sid: str) -> None:
    """End one sign-in and tell every client that has tokens of it."""
    sign_ins = SignIns(session(), house().clock)
    signed_in = sign_ins.end(sid)
    if signed_in is None:
        return
    told = sign_ins.clients_of(sid)
    client = portal_for_people(house().settings)
    if client.client_id in told and client.client_metadata.get("backchannel_logout_uri"):
        token = logout_token(signed_in, client)
        session().commit()
        _tell(house(), client.client_metadata["backchannel_logout_uri"], token)


def logout_token(signed_in: SignIn, client: Client) -> str:
    """A signed logout token (Back-Channel Logout 1.0 section 2.4)."""
    now = house().clock()
    key = Keys(session(), house().clock).signing()
    claims: dict[str, Any] = {
        "iss": house().settings.issuer,
        "aud": client.client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + TOKEN_LIFE).timestamp()),
        "jti": secrets.token_urlsafe(16),
        "sub": subject(demo_people()[signed_in.sub]),
        "sid": signed_in.sid,
        "events": {EVENT: {}},
    }
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": "logout+jwt"}, claims, key, [ALGORITHM])


def _tell(parts: House, address: str, token: str) -> None:
    """Post the token; a client that cannot be reached is logged, the person is signed out here anyway."""
    try:
        with httpx2.Client(transport=parts.transport, timeout=PATIENCE_S) as http:
            answer = http.post(address, data={"logout_token": token})
        log.info("back-channel logout answered %s", answer.status_code)
    except httpx2.HTTPError as error:
        log.warning("back-channel logout failed: %s", error)
