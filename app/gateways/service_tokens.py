"""The portal's own access to another system: OAuth 2 client credentials (RFC 6749 section 4.4)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import msgspec

from app.errors import Unavailable
from app.gateways.client import HttpClient, Refused, decoded


class _Granted(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: int = 300


class ServiceToken:
    """A bearer token, renewed before it ends; raises `Unavailable` when the credentials are not taken."""

    def __init__(
        self,
        http: HttpClient,
        path: str,
        client_id: str,
        secret: str,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._path = path
        self._credentials = (client_id, secret)
        self._now = now
        self._lock = threading.Lock()
        self._value = ""
        self._until = 0.0

    def header(self, *, fresh: bool = False) -> dict[str, str]:
        """The `Authorization` header, with a new token when `fresh` is asked for."""
        with self._lock:
            if fresh or self._now() >= self._until:
                self._renew()
            return {"Authorization": f"Bearer {self._value}"}

    def _renew(self) -> None:
        form = {"grant_type": "client_credentials"}
        try:
            response = self._http.send("POST", self._path, attempts=2, data=form, auth=self._credentials)
        except Refused as refusal:
            raise Unavailable("the other system refused the portal's credentials") from refusal
        answer = decoded(response, _Granted, strict=False)  # some say seconds as a text
        self._value = answer.access_token
        self._until = self._now() + max(0, answer.expires_in - 30)
