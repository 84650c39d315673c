"""The authorization code and refresh token grants (RFC 6749) as the provider keeps them."""

from __future__ import annotations

from datetime import timedelta

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant, RefreshTokenGrant
from authlib.oauth2.rfc6749.requests import OAuth2Request
from authlib.oauth2.rfc7636 import CodeChallenge
from sqlalchemy import select, update

from app.sandbox.house import house
from app.sandbox.identity.models import AuthorizationCode, SignIn
from app.sandbox.identity.people import Person, demo_people
from app.sandbox.oauth.clients import Client
from app.sandbox.oauth.models import PEOPLE, Token, digest
from app.sandbox.web.session import session

CODE_LIFE = timedelta(minutes=5)


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib has no types
    """A code works once; a second use revokes every token of the first (RFC 6749 section 4.1.2)."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Keep the code's digest with everything its redemption must match."""
        signed_in: SignIn = request.user
        asked = request.payload.data
        session().add(
            AuthorizationCode(
                code_digest=digest(code),
                client_id=request.client.client_id,
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                sub=signed_in.sub,
                sid=signed_in.sid,
                nonce=asked.get("nonce"),
                auth_time=int(signed_in.signed_in_at.timestamp()),
                code_challenge=asked["code_challenge"],
                code_challenge_method=asked["code_challenge_method"],
                expires_at=house().clock() + CODE_LIFE,
            )
        )
        session().commit()

    def query_authorization_code(self, code: str, client: Client) -> AuthorizationCode | None:
        """The code while it is fresh and unused; a used one revokes what it gave."""
        stored = session().get(AuthorizationCode, digest(code), with_for_update=True)
        if stored is None or stored.client_id != client.client_id:
            return None
        if stored.used_at is not None:
            revoke_family(stored.code_digest)
            return None
        return stored if stored.expires_at > house().clock() else None

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Mark the code as used, in the transaction that keeps its tokens."""
        authorization_code.used_at = house().clock()
        session().commit()

    def authenticate_user(self, authorization_code: AuthorizationCode) -> Person | None:
        """The person of the code, unless the sign-in has ended meanwhile."""
        signed_in = session().get(SignIn, authorization_code.sid)
        still_here = signed_in is not None and signed_in.ended_at is None
        return demo_people().get(authorization_code.sub) if still_here else None


class RotatingRefreshGrant(RefreshTokenGrant):  # type: ignore[misc]  # Authlib has no types
    """Every refresh token works once; an old one that returns revokes its family (RFC 9700 section 4.14)."""

    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> Token | None:
        """The token while it is fresh and was never refreshed; an old one revokes its family."""
        token = session().scalar(
            select(Token)
            .where(Token.refresh_digest == digest(refresh_token), Token.realm == PEOPLE)
            .with_for_update()
        )
        if token is None or token.family is None:
            return None
        if token.revoked_at is not None:
            revoke_family(token.family)
            return None
        fresh = token.refresh_expires_at is not None and token.refresh_expires_at > house().clock()
        return token if fresh else None

    def authenticate_user(self, refresh_token: Token) -> Person | None:
        """The person of the token."""
        return demo_people().get(refresh_token.sub or "")

    def revoke_old_credential(self, refresh_token: Token) -> None:
        """A refresh token works once."""
        refresh_token.revoked_at = house().clock()
        session().commit()


class OnlyS256(CodeChallenge):  # type: ignore[misc]  # Authlib has no types
    """Proof key required of every client, by S256 only (RFC 9700 section 2.1.1)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge"):
            raise InvalidRequestError("Missing 'code_challenge'")
        if asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Only the 'S256' code_challenge_method is supported")
        super().validate_code_challenge(grant, redirect_uri)


def revoke_family(family: str) -> None:
    """Revoke every token that descends from one code."""
    session().execute(
        update(Token)
        .where(Token.family == family, Token.revoked_at.is_(None))
        .values(revoked_at=house().clock())
    )
    session().commit()
