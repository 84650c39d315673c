"""Bearer secrets: 256 random bits, safe in headers and addresses."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from authlib.oauth2.rfc6750 import BearerTokenGenerator


def bearer_tokens(life: timedelta, *, refreshable: bool) -> BearerTokenGenerator:
    """Makes access tokens that live for `life`, and refresh tokens where asked."""
    return BearerTokenGenerator(
        _random("sat"), _random("srt") if refreshable else None, int(life.total_seconds())
    )


def _random(prefix: str) -> Callable[..., str]:
    def make(**_about: Any) -> str:
        return f"{prefix}-{secrets.token_urlsafe(32)}"

    return make
