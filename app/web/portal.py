"""The Flask application the portal is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from app.web.templates import PageEnvironment


class _Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies; the signer is made once, not at every request."""

    def __init__(self) -> None:
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer for the secret key, which never changes while the portal runs."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


class Portal(Flask):
    """Flask without what only other applications use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session_interface = _Sessions()

    jinja_environment = PageEnvironment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """`func` itself: nothing here is asynchronous, and Flask would look anew at every hook."""
        return func
