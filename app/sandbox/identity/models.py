"""What the identity provider remembers: keys, sign-ins and authorization codes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from authlib.oidc.core import AuthorizationCodeMixin
from sqlalchemy.orm import Mapped, mapped_column

from app.sandbox.db import Base


class SigningKey(Base):
    """A private JWK; the newest signs, earlier ones stay published."""

    __tablename__ = "signing_keys"

    number: Mapped[int] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(unique=True)
    jwk: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]


class SignIn(Base):
    """A person at one browser, from the password to the sign-out; `sid` names it to clients."""

    __tablename__ = "sign_ins"

    sid: Mapped[str] = mapped_column(primary_key=True)
    sub: Mapped[str]
    signed_in_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    consents: Mapped[list[Any]] = mapped_column(default=list)


class AuthorizationCode(Base, AuthorizationCodeMixin):  # type: ignore[misc]  # Authlib has no types
    """A code on its way to the client; kept after use, so that a second use is noticed."""

    __tablename__ = "authorization_codes"

    code_digest: Mapped[str] = mapped_column(primary_key=True)
    client_id: Mapped[str]
    redirect_uri: Mapped[str]
    scope: Mapped[str]
    sub: Mapped[str]
    sid: Mapped[str]
    nonce: Mapped[str | None]
    auth_time: Mapped[int]
    code_challenge: Mapped[str]
    code_challenge_method: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    def get_redirect_uri(self) -> str:
        """Where the code was sent; the redemption must name it again."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """What the person agreed to."""
        return self.scope

    def get_nonce(self) -> str | None:
        """What the ID token must repeat."""
        return self.nonce

    def get_auth_time(self) -> int:
        """When the password was given, in seconds since 1970."""
        return self.auth_time

    def get_amr(self) -> list[str]:
        """How the person proved who he is (RFC 8176)."""
        return ["pwd"]
