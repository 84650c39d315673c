"""Messages to browsers through their push services (RFC 8030), which are addresses that people bring."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit, urlunsplit

import httpx2
import msgspec

from app.errors import Invalid, Unavailable
from app.gateways.client import Refused
from app.gateways.web_push_encryption import VapidKey, browser_key, encrypt, from_base64url
from app.texts import N_

Resolve = Callable[[str], Sequence[str]]

_TTL_S = 3 * 24 * 3600
_TIMEOUT_S = 5.0
_LONGEST_ENDPOINT = 1000
_NOT_A_BROWSER = N_("This browser gave an address that cannot be used.")


class Gone(Exception):
    """The push service does not know this browser any more."""


@dataclass(frozen=True, slots=True)
class Target:
    """One browser: the address of its push service, and its keys in base64url."""

    endpoint: str
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)


class PushGateway:
    """Sends to whatever push service a browser named, but only into the public internet."""

    def __init__(
        self,
        key: VapidKey,
        contact: str,
        *,
        now: Callable[[], float],
        resolve: Resolve,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._key = key
        self._contact = contact
        self._now = now
        self._resolve = resolve
        self._http = httpx2.Client(
            timeout=_TIMEOUT_S, transport=transport, follow_redirects=False, trust_env=False
        )

    @property
    def public_key(self) -> str:
        """What browsers must know to subscribe (`applicationServerKey`)."""
        return self._key.public

    def send(self, target: Target, shown: dict[str, str], *, urgent: bool) -> None:
        """Send what the browser shows; `shown["tag"]` replaces an earlier message of the same tag.

        Raises `Gone` for a browser that is no more, `Unavailable` to be tried again, `Refused`.
        """
        parts = urlsplit(checked(target).endpoint)
        host = str(parts.hostname)
        headers = {
            "Host": parts.netloc,
            "Authorization": self._key.authorization(f"https://{parts.netloc}", self._contact, self._now()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_TTL_S),
            "Urgency": "high" if urgent else "normal",
            "Topic": shown["tag"].replace("-", "")[:32],
        }
        body = encrypt(msgspec.json.encode(shown), target.p256dh, target.auth)
        # The name is resolved once and the checked address is called, so that it cannot change in between.
        url = _at(parts, self._public_address(host))
        try:
            answer = self._http.post(url, content=body, headers=headers, extensions={"sni_hostname": host})
        except httpx2.HTTPError as error:
            raise Unavailable("no answer from a push service") from error
        _judge(answer.status_code)

    def _public_address(self, host: str) -> str:
        try:
            found = self._resolve(host)
        except OSError as error:
            raise Unavailable("a push service's name is not known") from error
        if not found or not all(ipaddress.ip_address(one).is_global for one in found):
            raise Refused(403, "a push service outside of the public internet")
        return found[0]


def checked(target: Target) -> Target:
    """The target itself when it can be one; raises `Invalid`."""
    try:
        parts = urlsplit(target.endpoint)
        usable = (
            len(target.endpoint) <= _LONGEST_ENDPOINT
            and target.endpoint.isascii()
            and parts.scheme == "https"
            and parts.port in {None, 443}
            and not parts.username
            and _is_public_name(parts.hostname or "")
            and len(from_base64url(target.auth)) == 16
        )
        browser_key(target.p256dh)
    except ValueError as error:
        raise Invalid("not a push subscription", {"endpoint": _NOT_A_BROWSER}) from error
    if not usable:
        raise Invalid("not a push subscription", {"endpoint": _NOT_A_BROWSER})
    return target


def addresses_of(host: str) -> Sequence[str]:
    """Every address a name stands for; raises `OSError`."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)]


def _is_public_name(host: str) -> bool:
    """A name with a dot that is no address: addresses are for those who would reach past our walls."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host and not host.endswith((".local", ".internal", ".localhost"))
    return False


def _at(parts: SplitResult, address: str) -> str:
    place = f"[{address}]" if ":" in address else address
    return urlunsplit(("https", place, parts.path or "/", parts.query, ""))


def _judge(status: int) -> None:
    if status in {404, 410}:
        raise Gone
    if status == 429 or status >= 500:
        raise Unavailable(f"a push service answered {status}")
    if status >= 300:
        raise Refused(status, None)
