"""What a browser's session keeps: plain JSON values in a signed cookie, read at every request."""

from __future__ import annotations

import hmac
from functools import cache
from typing import Any

import msgspec
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from itsdangerous.signer import HMACAlgorithm

_DIGEST = "sha256"


class _Plain:
    """Values of JSON and no others."""

    def dumps(self, values: Any) -> str:
        return msgspec.json.encode(values).decode()

    def loads(self, written: str | bytes) -> Any:
        return msgspec.json.decode(written)


class _Digest(HMACAlgorithm):
    """HMAC-SHA-256 in one call of the C library."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return hmac.digest(key, value, _DIGEST)


class _Signer(TimestampSigner):
    """A signer that derives its key once a process instead of at every signature."""

    def __init__(self, secret_key: Any, salt: bytes) -> None:
        super().__init__(secret_key, salt, algorithm=_Digest())

    def derive_key(self, secret_key: Any = None) -> bytes:
        return _derived(secret_key or self.secret_key, self.salt)


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions in a signed cookie, their signer made once."""

    def __init__(self, secret_key: str) -> None:
        self._signer = URLSafeTimedSerializer(
            secret_key, salt=b"browser session", serializer=_Plain(), signer=_Signer
        )

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """What writes and reads the cookie."""
        return self._signer


@cache
def _derived(secret: bytes, salt: bytes) -> bytes:
    return hmac.digest(secret, salt, _DIGEST)
