"""Results stay with their owner: fetched from the agency once, their signatures judged, then kept."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import NotFound, Unavailable
from app.features.documents.checks import SignatureChecks
from app.features.documents.service import DocumentService
from app.features.dossiers.mirror.models import Dossier
from app.gateways.agencies import AgencyGateway, DossierChange, FileEntry
from app.gateways.client import Refused
from app.jobs.outbox import Outbox, OutboxMessage

KIND = "result"

log: Any = structlog.get_logger("portal.dossiers")


class ResultRequests:
    """Leaves a message for every result file of a person's dossier; part of the caller's transaction."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._outbox = Outbox(session, clock)

    def leave(self, changes: Sequence[DossierChange]) -> None:
        """Ask for the files of these changes, each once however often it is told."""
        told = {(change.dossier_code, file.id): file for change in changes for file in _files(change)}
        if not told:
            return
        codes = {code for code, _ in told}
        owned = select(Dossier).where(Dossier.code.in_(codes), Dossier.owner_id.is_not(None))
        for dossier in self._session.scalars(owned).all():
            files = [file for (code, _), file in told.items() if code == dossier.code]
            self._ask(dossier, files)

    def _ask(self, dossier: Dossier, files: Sequence[FileEntry]) -> None:
        for file in files:
            key = _key(dossier.id, file)
            if self._session.scalar(select(OutboxMessage.id).where(OutboxMessage.key == key)):
                continue
            payload = {
                "dossier_id": str(dossier.id),
                "file_id": file.id,
                "name": file.name,
                "media_type": file.media_type,
                "sha256": file.sha256,
            }
            self._outbox.add(KIND, key, payload)


class ResultDelivery:
    """Handles `result` messages: the bytes from the agency, then kept for the owner with what was judged."""

    def __init__(
        self,
        gateway: AgencyGateway,
        documents: Callable[[Session], DocumentService],
        checks: Callable[[Session], SignatureChecks],
        clock: Clock,
    ) -> None:
        self._gateway = gateway
        self._documents = documents
        self._checks = checks
        self._clock = clock

    def send(self, key: str, payload: Any) -> bytes | None:
        """Fetch the file; none when the agency no longer has it. Raises `Unavailable`, `Refused`."""
        try:
            body = self._gateway.result_file(payload["file_id"])
        except NotFound:
            return None
        if not hmac.compare_digest(hashlib.sha256(body).hexdigest(), payload["sha256"].lower()):
            raise Unavailable("a result file is not the one announced")
        return body

    def settle(self, session: Session, payload: Any, answer: bytes | None) -> None:
        """Keep the file for its owner."""
        dossier = session.get(Dossier, UUID(payload["dossier_id"]))
        if answer is None or dossier is None or dossier.owner_id is None:
            return
        origin = {"reference": dossier.reference, "procedure": dossier.procedure_code}
        self._documents(session).keep_result(
            dossier.owner_id, payload["name"], payload["media_type"], answer, origin
        )
        self._checks(session).judge(answer)
        dossier.updated_at = self._clock()

    def refused(self, session: Session, payload: Any, refusal: Refused) -> None:
        """The agency does not hand it out; the page offers the download all the same."""
        log.error("result refused", status=refusal.status)


def _files(change: DossierChange) -> Iterator[FileEntry]:
    yield from change.result.files if change.result else ()


def _key(dossier_id: UUID, file: FileEntry) -> str:
    told = hashlib.sha256(f"{dossier_id}\n{file.id}\n{file.sha256}".encode()).hexdigest()
    return f"{KIND}:{told}"
