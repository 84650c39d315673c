"""Bring an application to its agency: the files first, then the application that lists them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from app.features.applications.sending.papers import papers_in
from app.features.applications.sending.receipt_book import ReceiptBook
from app.features.dossiers.service import DossierService
from app.gateways.agencies import Acknowledgement, AgencyGateway
from app.gateways.client import Refused

log: Any = structlog.get_logger("portal.delivery")


class ApplicationDelivery:
    """Delivers `application` messages; the application id is the idempotency key at every attempt."""

    def __init__(
        self,
        gateway: AgencyGateway,
        read_file: Callable[[UUID, UUID], bytes],
        read_paper: Callable[[UUID], bytes],
        dossiers: Callable[[Session], DossierService],
        receipts: Callable[[Session], ReceiptBook],
    ) -> None:
        self._gateway = gateway
        self._read_file = read_file
        self._read_paper = read_paper
        self._dossiers = dossiers
        self._receipts = receipts

    def send(self, key: str, payload: Any) -> Acknowledgement:
        """Bring the files' bytes, then the application; raises `Unavailable`, `Refused`."""
        application, owner = payload["application"], UUID(payload["owner"])
        for file in application["files"]:
            body = self._read_file(UUID(file["id"]), owner)
            self._gateway.put_file(file["sha256"], file["media_type"], body)
        for paper in papers_in(application):
            body = self._read_paper(UUID(paper["id"]))
            self._gateway.put_file(paper["sha256"], paper["media_type"], body)
        return self._gateway.submit(key, application)

    def settle(self, session: Session, payload: Any, answer: Acknowledgement) -> None:
        """Record the agency's code, and whether it lists exactly the files that were sent."""
        application = payload["application"]
        listed = [*application["files"], *papers_in(application)]
        sent = {(file["id"], file["sha256"], file["size"]) for file in listed}
        seen = {(file.id, file.sha256, file.size) for file in answer.files}
        if sent != seen:
            log.error("acknowledged files differ", sent=len(sent), seen=len(seen), missing=len(sent - seen))
        self._dossiers(session).acknowledge(
            UUID(application["application_id"]), answer, files_confirmed=sent == seen
        )
        self._receipts(session).acknowledge(UUID(application["application_id"]), answer)

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """Tell the dossier that the agency will not take the application as it is."""
        application_id = UUID(payload["application"]["application_id"])
        self._dossiers(session).refused(application_id, str(refusal.body or refusal.status))
