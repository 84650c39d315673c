"""How often wrong facts may be tried: by one connection, for one code, and for one code by everybody.

Only the first two ever refuse. Many wrong tries for one code from many connections merely make the short fact
too little: whoever knows the whole number, as the owner does, still gets the answer. See docs/adr/0015.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Literal

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour
from limits.strategies import FixedWindowRateLimiter

from app.db.counts import counts_at

Door = Literal["open", "whole", "shut"]

WRONG_BY_CONNECTION = RateLimitItemPerHour(20, namespace="track-connection")
WRONG_FOR_CODE_BY_CONNECTION = RateLimitItemPerHour(5, namespace="track-code-connection")
WRONG_FOR_CODE = RateLimitItemPerDay(10, namespace="track-code")

_NETWORK = 64


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: from which connection, for which code, by which signed-in person, if any."""

    connection: str
    code: str
    person: str | None = None

    @property
    def source(self) -> str:
        """Whom tries are counted for: the person when signed in, else the connection (IPv6: its network)."""
        return f"person {self.person}" if self.person else _network(self.connection)


class Attempts:
    """Counts wrong facts in the cache the portal's limits live in; codes are kept as digests."""

    def __init__(self, storage: str) -> None:
        self._limiter = FixedWindowRateLimiter(counts_at(storage))

    def door(self, attempt: Attempt) -> Door:
        """`open`: the short fact will do; `whole`: only the whole number; `shut`: not from here for now."""
        refusing = _refusing(attempt)
        if not all(self._limiter.test(item, *keys) for item, *keys in refusing):
            return "shut"
        return "open" if self._limiter.test(WRONG_FOR_CODE, _digest(attempt.code)) else "whole"

    def wrong(self, attempt: Attempt) -> None:
        """Count a wrong try."""
        for item, *keys in (*_refusing(attempt), (WRONG_FOR_CODE, _digest(attempt.code))):
            self._limiter.hit(item, *keys)


def _refusing(attempt: Attempt) -> tuple[tuple[RateLimitItem, str] | tuple[RateLimitItem, str, str], ...]:
    code = _digest(attempt.code)
    return (WRONG_BY_CONNECTION, attempt.source), (WRONG_FOR_CODE_BY_CONNECTION, attempt.source, code)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()[:32]


def _network(connection: str) -> str:
    try:
        address = ip_address(connection)
    except ValueError:
        return connection
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(ip_network((address, _NETWORK), strict=False))
    return str(address)
