"""ID tokens (OpenID Connect Core 1.0 section 2), userinfo, and what is kept of issued tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from authlib.integrations.flask_oauth2 import ResourceProtector
from authlib.oauth2.rfc6749.requests import OAuth2Request
from authlib.oidc.core import OpenIDCode, UserInfoEndpoint
from joserfc.jwk import RSAKey
from sqlalchemy import select

from app.sandbox.house import house
from app.sandbox.identity.keys import ALGORITHM, Keys
from app.sandbox.identity.models import AuthorizationCode
from app.sandbox.identity.people import Person, claims_about, demo_people
from app.sandbox.oauth.clients import Client
from app.sandbox.oauth.models import PEOPLE, Token, digest
from app.sandbox.web.session import session

ACCESS_LIFE = timedelta(minutes=15)
REFRESH_LIFE = timedelta(days=30)
ID_TOKEN_LIFE = timedelta(minutes=15)


class IdTokens(OpenIDCode):  # type: ignore[misc]  # Authlib has no types
    """Signs ID tokens that say who, when, how and in which sign-in (`sid`)."""

    def __init__(self) -> None:
        super().__init__(require_nonce=True)

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        """Only a redeemed code uses a nonce up, so that a double click on consent still signs in."""
        used = select(AuthorizationCode.code_digest).where(
            AuthorizationCode.client_id == request.payload.client_id,
            AuthorizationCode.nonce == nonce,
            AuthorizationCode.used_at.is_not(None),
        )
        return session().scalar(used.limit(1)) is not None

    def resolve_client_private_key(self, client: Client) -> RSAKey:
        """The provider's newest key, the same for every client."""
        return Keys(session(), house().clock).signing()

    def get_client_algorithm(self, client: Client) -> str:
        """The algorithm of the signature."""
        return ALGORITHM

    def get_encode_header(self, client: Client) -> dict[str, Any]:
        """The signature's header, naming the key."""
        return {"alg": ALGORITHM, "kid": self.resolve_client_private_key(client).kid}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        """Who says it, to whom, from when until when."""
        now = house().clock()
        return {
            "iss": house().settings.issuer,
            "aud": client.client_id,
            "iat": int(now.timestamp()),
            "exp": int((now + ID_TOKEN_LIFE).timestamp()),
        }

    def get_authorization_code_claims(self, authorization_code: AuthorizationCode) -> dict[str, Any]:
        """Nonce, time and manner of the sign-in, and its `sid`."""
        claims: dict[str, Any] = super().get_authorization_code_claims(authorization_code)
        return claims | {"sid": authorization_code.sid}

    def generate_user_info(self, user: Person, scope: str) -> dict[str, Any]:
        """The claims the scope opens."""
        return claims_about(user, scope)


class UserInfo(UserInfoEndpoint):  # type: ignore[misc]  # Authlib has no types
    """The claims once more, for the bearer of an access token."""

    def __init__(self, guard: ResourceProtector) -> None:
        super().__init__(resource_protector=guard)

    def generate_user_info(self, user: str, scope: str) -> dict[str, Any]:
        """The claims the token's scope opens."""
        return claims_about(demo_people()[user], scope)


def keep_token(token: dict[str, Any], request: OAuth2Request) -> None:
    """Store what is needed to recognise `token` later; the caller's grant commits."""
    now = house().clock()
    sid, family = _descent(request)
    refresh = token.get("refresh_token")
    session().add(
        Token(
            access_digest=digest(token["access_token"]),
            realm=PEOPLE,
            client_id=request.client.client_id,
            scope=token["scope"],
            issued_at=now,
            expires_at=now + ACCESS_LIFE,
            refresh_digest=digest(refresh) if refresh else None,
            refresh_expires_at=now + REFRESH_LIFE if refresh else None,
            family=family,
            sub=request.user.id_number,
            sid=sid,
        )
    )


def _descent(request: OAuth2Request) -> tuple[str | None, str | None]:
    if request.authorization_code is not None:
        return request.authorization_code.sid, request.authorization_code.code_digest
    return request.refresh_token.sid, request.refresh_token.family
