"""Bring answers to supplement requests to their agency: the files first, then the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from app.features.dossiers.service import DossierService
from app.gateways.agencies import AgencyGateway, FileSeen
from app.gateways.client import Refused

ReadFile = Callable[[UUID, UUID], bytes]

log: Any = structlog.get_logger("portal.delivery")


class SupplementDelivery:
    """Delivers `supplement` messages; the message's key is the idempotency key at every attempt."""

    def __init__(
        self, gateway: AgencyGateway, read_file: ReadFile, dossiers: Callable[[Session], DossierService]
    ) -> None:
        self._gateway = gateway
        self._read_file = read_file
        self._dossiers = dossiers

    def send(self, key: str, payload: Any) -> tuple[FileSeen, ...]:
        """Bring the files' bytes, then the answers; raises `Unavailable`, `Refused`."""
        owner, supplement = UUID(payload["owner"]), payload["supplement"]
        for answer in supplement["answers"]:
            for file in answer["files"]:
                body = self._read_file(UUID(file["id"]), owner)
                self._gateway.put_file(file["sha256"], file["media_type"], body)
        return self._gateway.supplement(key, payload["dossier_code"], supplement)

    def settle(self, session: Session, payload: Any, answer: tuple[FileSeen, ...]) -> None:
        """Record that the agency has the answer."""
        self._dossiers(session).supplement_arrived(UUID(payload["supplement_id"]), answer)

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """Record that the agency will not take it, so that the page says so."""
        log.error("supplement refused", status=refusal.status)
        reason = str(refusal.body or refusal.status)
        self._dossiers(session).supplement_refused(UUID(payload["supplement_id"]), reason)
