"""Items of the catalogue's feed that are not taken: set aside, and told to the agency that sent them."""

from __future__ import annotations

from typing import Any

import structlog
from sqlalchemy.orm import Session

from app.clock import Clock
from app.gateways.agencies import AgencyGateway
from app.gateways.client import Refused
from app.jobs.outbox import Outbox
from app.jobs.quarantine import quarantine

KIND = "refused-record"
REPORT = "record-"
"""Before the digest of an item it makes the idempotency key of the report about it."""
_LONGEST_REASON, _LONGEST_CURSOR, _LONGEST_CODE = 300, 200, 64

log: Any = structlog.get_logger("portal.refusals")


def refuse_record(
    session: Session,
    feed: str,
    item: bytes,
    reason: str,
    clock: Clock,
    *,
    cursor: str | None = None,
    code: str | None = None,
) -> None:
    """Set an item aside and leave a report for its agency, once for every version of it; not committed."""
    now = clock()
    digest = quarantine(session, feed, item, reason, now)
    if digest is None:
        return
    report = {
        "digest": digest,
        "cursor": cursor[:_LONGEST_CURSOR] if cursor else None,
        "code": code[:_LONGEST_CODE] if code else None,
        "reason": reason[:_LONGEST_REASON] or "unreadable",
        "refused_at": now.isoformat().replace("+00:00", "Z"),
    }
    Outbox(session, clock).add(KIND, REPORT + digest, report)


class RefusalReport:
    """Delivers `refused-record` messages of the outbox; the message's key is the idempotency key."""

    def __init__(self, gateway: AgencyGateway) -> None:
        self._gateway = gateway

    def send(self, key: str, payload: Any) -> None:
        """Tell the agency; raises `Unavailable`, `Refused`."""
        self._gateway.report_refusal(key, payload)

    def settle(self, session: Session, payload: Any, answer: None) -> None:
        """The settled message itself says when the agency was told."""

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """An agency that takes no reports is told by telephone: the operators' page says so."""
        log.warning("report of a refused record not taken", status=refusal.status)
