"""What the message service says of messages it had taken and could not deliver."""

from __future__ import annotations

from typing import Literal

import msgspec


class Bounce(msgspec.Struct, frozen=True):
    """One message that came back; `key` is its idempotency key."""

    cursor: str
    key: str
    kind: Literal["mail", "sms"]
    reason: str
