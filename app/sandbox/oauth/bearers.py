"""Recognises the bearer tokens of one realm (RFC 6750)."""

from __future__ import annotations

from authlib.integrations.flask_oauth2 import ResourceProtector
from authlib.oauth2.rfc6750 import BearerTokenValidator

from app.sandbox.house import house
from app.sandbox.oauth.models import Token, digest


class RealmValidator(BearerTokenValidator):  # type: ignore[misc]  # Authlib has no types
    """Looks a token up in a session of its own, so that no lock is held while a body arrives."""

    def __init__(self, realm: str) -> None:
        super().__init__(realm=realm)

    def authenticate_token(self, token_string: str) -> Token | None:
        """The stored token, None when this realm did not issue it."""
        with house().database.session(writes=False) as session:
            token = session.get(Token, digest(token_string))
        return token if token is not None and token.realm == self.realm else None


def protector(realm: str) -> ResourceProtector:
    """What a view asks for a token of `realm`."""
    guard = ResourceProtector()
    guard.register_token_validator(RealmValidator(realm))
    return guard
