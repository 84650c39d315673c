"""HTTP to an outside system: bounded time, few retries, a breaker, one correlation id."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpx2
import msgspec
import stamina
import structlog

from app.errors import Unavailable

T = TypeVar("T")

_OPEN_AFTER = 5
_OPEN_SECONDS = 10.0
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class Refused(Exception):
    """The other side answered and said no; `status` and `body` are its words."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"refused with {status}")
        self.status = status
        self.body = body


class Breaker:
    """Stops asking a system that failed several times in a row, for a few seconds."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._opened = 0.0
        self._lock = threading.Lock()

    def check(self) -> None:
        """Raises `Unavailable` while open; lets one call through when the time is over."""
        with self._lock:
            if self._failures < _OPEN_AFTER:
                return
            if self._now() - self._opened < _OPEN_SECONDS:
                raise Unavailable("the other system failed several times in a row")
            self._opened = self._now()

    def record(self, *, worked: bool) -> None:
        """Count a failure, or forget all after a success."""
        with self._lock:
            self._failures = 0 if worked else self._failures + 1
            if not worked:
                self._opened = self._now()


class HttpClient:
    """Requests to one system; raises `Unavailable` when it is slow or down, `Refused` when it says no."""

    def __init__(
        self, base_url: str, *, timeout_s: float = 5.0, transport: httpx2.BaseTransport | None = None
    ) -> None:
        self._http = httpx2.Client(base_url=base_url, timeout=timeout_s, transport=transport)
        self._breaker = Breaker()

    def send(self, method: str, path: str, *, attempts: int = 1, **options: Any) -> httpx2.Response:
        """One request, repeated up to `attempts` times on failure; only safe for idempotent calls."""
        self._breaker.check()
        retrying = stamina.retry_context(
            on=Unavailable, attempts=attempts, wait_initial=0.1, wait_max=1.0, timeout=None
        )
        for attempt in retrying:
            with attempt:
                response = self._once(method, path, options)
        return response

    def _once(self, method: str, path: str, options: dict[str, Any]) -> httpx2.Response:
        request_id = structlog.contextvars.get_contextvars().get("request_id")
        headers = {**options.get("headers", {}), **({"X-Request-Id": request_id} if request_id else {})}
        try:
            response = self._http.request(method, path, **{**options, "headers": headers})
        except httpx2.HTTPError as error:
            self._breaker.record(worked=False)
            raise Unavailable(f"no answer from {self._http.base_url.host}") from error
        if response.status_code >= 500 or response.status_code == 429:
            self._breaker.record(worked=False)
            raise Unavailable(f"{self._http.base_url.host} answered {response.status_code}")
        self._breaker.record(worked=True)
        if response.status_code >= 400:
            raise Refused(response.status_code, _json_or_none(response))
        return response


def decoded(response: httpx2.Response, kind: type[T], *, strict: bool = True) -> T:
    """What the other side said, as agreed; raises `Unavailable` for anything else."""
    try:
        return msgspec.json.decode(response.content, type=kind, strict=strict)
    except _UNREADABLE as error:
        raise Unavailable("the other system answered something else than agreed") from error


def _json_or_none(response: httpx2.Response) -> Any:
    try:
        return msgspec.json.decode(response.content)
    except _UNREADABLE:
        return None
