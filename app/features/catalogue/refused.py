"""Records of the agencies' catalogue feed that were refused, for operators."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.catalogue.service import FEED
from app.jobs.outbox import OutboxMessage
from app.jobs.quarantine import QuarantinedItem
from app.jobs.refusals import REPORT

_MOST = 100


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """One record that was not taken, why, and its code where it has one; the stored one is still in force.

    `told_at` is when its agency was told; `deaf` when the agency would not take the report.
    """

    code: str | None
    reason: str
    arrived_at: datetime
    told_at: datetime | None
    deaf: bool


class RefusedRecords:
    """Reads what the catalogue's feed set aside; one statement."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def latest(self) -> list[RefusedRecord]:
        """The last hundred that were refused, newest first."""
        rows = self._session.execute(
            select(QuarantinedItem, OutboxMessage.settled_at, OutboxMessage.refusal)
            .outerjoin(OutboxMessage, OutboxMessage.key == REPORT + QuarantinedItem.digest)
            .where(QuarantinedItem.feed == FEED)
            .order_by(QuarantinedItem.arrived_at.desc(), QuarantinedItem.digest)
            .limit(_MOST)
        )
        return [
            RefusedRecord(_code(row.body), row.reason, row.arrived_at, told_at, bool(refusal))
            for row, told_at, refusal in rows
        ]


def _code(body: str) -> str | None:
    try:
        item: Any = json.loads(body)
    except ValueError:
        return None
    code = item.get("code") if isinstance(item, dict) else None
    return code[:64] if isinstance(code, str) and code else None
