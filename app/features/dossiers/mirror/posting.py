"""Bring messages and requests to withdraw to their agency, exactly once each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from app.clock import Clock
from app.features.dossiers.mirror.exchange import DossierMessage, Withdrawal
from app.features.dossiers.mirror.models import Dossier
from app.gateways.agencies import AgencyGateway
from app.gateways.client import Refused

log: Any = structlog.get_logger("portal.delivery")


class MessageDelivery:
    """Delivers `message` messages of the outbox; the message's key is the idempotency key."""

    def __init__(self, gateway: AgencyGateway, clock: Clock) -> None:
        self._gateway = gateway
        self._clock = clock

    def send(self, key: str, payload: Any) -> None:
        """Hand the message over; raises `Unavailable`, `Refused`."""
        self._gateway.write(key, payload["dossier_code"], payload["message"])

    def settle(self, session: Session, payload: Any, answer: None) -> None:
        """Record that the agency has it."""
        message = session.get_one(DossierMessage, UUID(payload["message_id"]))
        message.delivered_at = self._clock()
        _touch(session, message.dossier_id, self._clock)

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """Record that the agency will not take it, so that the thread says so."""
        log.error("message refused by the agency", status=refusal.status)
        message = session.get_one(DossierMessage, UUID(payload["message_id"]))
        message.refusal = str(refusal.body or refusal.status)
        _touch(session, message.dossier_id, self._clock)


class WithdrawalDelivery:
    """Delivers `withdrawal` messages of the outbox; the message's key is the idempotency key."""

    def __init__(self, gateway: AgencyGateway, clock: Clock) -> None:
        self._gateway = gateway
        self._clock = clock

    def send(self, key: str, payload: Any) -> None:
        """Hand the request over; raises `Unavailable`, `Refused`."""
        self._gateway.withdraw(key, payload["dossier_code"], payload["withdrawal"])

    def settle(self, session: Session, payload: Any, answer: None) -> None:
        """Record that the agency has it."""
        asked = session.get_one(Withdrawal, UUID(payload["withdrawal_id"]))
        asked.delivered_at = self._clock()
        _touch(session, asked.dossier_id, self._clock)

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """Record that it came too late, so that the page says so."""
        log.warning("withdrawal refused by the agency", status=refusal.status)
        asked = session.get_one(Withdrawal, UUID(payload["withdrawal_id"]))
        asked.refusal = str(refusal.body or refusal.status)
        _touch(session, asked.dossier_id, self._clock)


def _touch(session: Session, dossier_id: UUID, clock: Clock) -> None:
    """An open page asks whether the dossier changed."""
    session.get_one(Dossier, dossier_id).updated_at = clock()
