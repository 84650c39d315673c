"""What a browser's session keeps: plain JSON values in a signed cookie, read at every request."""

from __future__ import annotations

import hmac
import time
from functools import cache, lru_cache
from typing import Any

import msgspec
from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.signer import HMACAlgorithm

_DIGEST = "sha256"
_REMEMBERED = 4096


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
        # A browser sends the same cookie with every request; forged ones are not remembered.
        self._known = lru_cache(_REMEMBERED)(self._verified)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """What writes and reads the cookie."""
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the cookie keeps; nothing when it is not ours or too old."""
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        try:
            written, signed_at = self._known(cookie)
        except BadSignature:
            return SecureCookieSession()
        if not 0 <= time.time() - signed_at <= app.permanent_session_lifetime.total_seconds():
            return SecureCookieSession()
        return SecureCookieSession(msgspec.json.decode(written))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie anew when what it keeps has changed; its age counts from then."""
        if session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            response.vary.add("Cookie")

    def _verified(self, cookie: str) -> tuple[bytes, float]:
        """The values as JSON and when they were signed; raises `BadSignature`."""
        values, signed_at = self._signer.loads(cookie, return_timestamp=True)
        return msgspec.json.encode(values), signed_at.timestamp()


@cache
def _derived(secret: bytes, salt: bytes) -> bytes:
    return hmac.digest(secret, salt, _DIGEST)
