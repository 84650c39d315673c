"""The provider's signing keys (RFC 7517) and their rotation."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from joserfc.jwk import KeySet, RSAKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sandbox.clock import Clock
from app.sandbox.identity.models import SigningKey

ALGORITHM = "RS256"
KEY_BITS = 2048
PUBLISHED = 3


class Keys:
    """Keeps the newest key for signing and publishes it with the two before it."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def rotate(self) -> str:
        """Make a new signing key; returns its kid."""
        key = RSAKey.generate_key(KEY_BITS, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
        private = dict(key.as_dict(private=True))
        self._session.add(SigningKey(kid=private["kid"], jwk=private, made_at=self._clock()))
        self._session.commit()
        return str(private["kid"])

    def signing(self) -> RSAKey:
        """The key that signs now, made at the first need."""
        newest = self._stored()
        if not newest:
            self.rotate()
            newest = self._stored()
        return _read(newest[0].jwk)

    def published(self) -> dict[str, Any]:
        """The public key set, newest first."""
        return {"keys": [_read(key.jwk).as_dict(private=False) for key in self._stored()]}

    def known(self) -> KeySet:
        """The keys an ID token of ours may have been signed with."""
        return KeySet([_read(key.jwk) for key in self._stored()])

    def _stored(self) -> list[SigningKey]:
        newest_first = select(SigningKey).order_by(SigningKey.number.desc()).limit(PUBLISHED)
        return list(self._session.scalars(newest_first))


def _read(jwk: dict[str, Any]) -> RSAKey:
    return _imported(json.dumps(jwk))


@lru_cache(maxsize=64)
def _imported(jwk: str) -> RSAKey:
    """Reading a private key tests its primes, which takes longer than signing; a key never changes."""
    return RSAKey.import_key(json.loads(jwk))
