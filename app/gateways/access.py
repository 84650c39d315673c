"""The portal's access to the agencies' gateway."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec

from app.errors import Unavailable
from app.gateways.client import HttpClient, Refused


class AccessToken:
    """The client-credentials token (RFC 6749 4.4), renewed before it ends."""

    def __init__(
        self, http: HttpClient, client_id: str, secret: str, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._http = http
        self._credentials = (client_id, secret)
        self._now = now
        self._lock = threading.Lock()
        self._value = ""
        self._until = 0.0

    def header(self, *, fresh: bool = False) -> dict[str, str]:
        """The header that carries the token; raises `Unavailable`, `Refused`."""
        with self._lock:
            if fresh or self._now() >= self._until:
                self._renew()
            return {"Authorization": f"Bearer {self._value}"}

    def _renew(self) -> None:
        form = {"grant_type": "client_credentials"}
        try:
            response = self._http.send("POST", "/oauth/token", attempts=2, data=form, auth=self._credentials)
        except Refused as refusal:
            raise Unavailable("the agencies' gateway refused the portal's credentials") from refusal
        try:
            answer = msgspec.json.decode(response.content, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise Unavailable("the other system answered something else than agreed") from error
        self._value = str(answer["access_token"])
        self._until = self._now() + max(0, int(answer.get("expires_in", 300)) - 30)
