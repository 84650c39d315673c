"""Messages and withdrawals as the published contract writes them (docs/contract/openapi.yaml)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from app.gateways.agencies import Actor
from app.texts import Text


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the correspondence feed; `about` is the portal's message or withdrawal it answers."""

    item_id: str
    cursor: str
    dossier_code: str
    kind: Literal["message", "read", "withdrawal_declined"]
    occurred_at: datetime
    actor: Actor | None = None
    text: Text | None = None
    about: str | None = None
