"""Permissions to sign: given with the PIN, redeemed once with the proof key, used once for their hash."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sandbox.clock import Clock
from app.sandbox.oauth.models import digest
from app.sandbox.signing.models import SigningPermission

CODE_LIFE = timedelta(minutes=5)
SAD_LIFE = timedelta(minutes=5)


class NotPermitted(Exception):
    """The provider does not sign; `why` is the error code of the specification."""

    def __init__(self, why: str, description: str) -> None:
        super().__init__(description)
        self.why = why
        self.description = description


@dataclass(frozen=True)
class Asked:
    """An authorization request (CSC API 2.0, 8.4.2) that was checked."""

    client_id: str
    redirect_uri: str
    state: str
    code_challenge: str
    credential_id: str
    hashes: str
    description: str


class Permissions:
    """Gives, redeems and uses permissions."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def give(self, asked: Asked) -> str:
        """A code for the client."""
        code = f"spc-{secrets.token_urlsafe(32)}"
        self._session.add(
            SigningPermission(
                code_digest=digest(code),
                client_id=asked.client_id,
                redirect_uri=asked.redirect_uri,
                code_challenge=asked.code_challenge,
                credential_id=asked.credential_id,
                hashes=asked.hashes,
                given_at=self._clock(),
            )
        )
        self._session.commit()
        return code

    def redeem(self, code: str, client_id: str, redirect_uri: str, verifier: str) -> str:
        """The signature activation data for a code; raises NotPermitted."""
        found = self._session.get(SigningPermission, digest(code), with_for_update=True)
        if found is None or found.client_id != client_id or found.redirect_uri != redirect_uri:
            raise NotPermitted("invalid_grant", "There is no such code for this client.")
        if found.redeemed_at is not None or self._clock() > found.given_at + CODE_LIFE:
            raise NotPermitted("invalid_grant", "The code was used, or its time is over.")
        if _challenge(verifier) != found.code_challenge:
            raise NotPermitted("invalid_grant", "The proof key does not fit.")
        sad = f"sad-{secrets.token_urlsafe(32)}"
        found.sad_digest, found.redeemed_at = digest(sad), self._clock()
        self._session.commit()
        return sad

    def spend(self, sad: str, credential_id: str, hashes: list[str]) -> None:
        """Use the permission for exactly what it was given for; raises NotPermitted."""
        found = self._session.scalar(
            select(SigningPermission).where(SigningPermission.sad_digest == digest(sad)).with_for_update()
        )
        if found is None or found.redeemed_at is None or found.credential_id != credential_id:
            raise NotPermitted("invalid_request", "Invalid parameter SAD")
        if found.used_at is not None or self._clock() > found.redeemed_at + SAD_LIFE:
            raise NotPermitted("invalid_request", "SAD expired")
        if sorted(_bytes(one) for one in hashes) != sorted(_bytes(one) for one in found.hashes.split(",")):
            raise NotPermitted("invalid_request", "Hash is not authorized by the SAD")
        found.used_at = self._clock()
        self._session.commit()


def _challenge(verifier: str) -> str:
    hashed = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """A hash in base64 or base64url, padded or not; the specification uses both."""
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError as error:
        raise NotPermitted("invalid_request", "Invalid Base64 hashes string parameter") from error
