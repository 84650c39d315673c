"""Text messages through the agencies' message service."""

from __future__ import annotations

from typing import Protocol


class Texter(Protocol):
    """Sends one text message; raises `Unavailable` to be tried again, `Refused` when it can never be sent."""

    def sms(self, key: str, *, to: str, text: str, language: str) -> None:
        """Send a text message; the same key is the same message."""
