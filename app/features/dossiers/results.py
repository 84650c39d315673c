"""Result files for their owner: kept here, or fetched from the agency, checked against the promised hash."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.errors import NotFound, Unavailable
from app.features.documents.service import DocumentService
from app.features.dossiers.reading import result_file
from app.features.dossiers.service import DossierService
from app.gateways.agencies import AgencyGateway, FileEntry
from app.gateways.client import Refused


class Altered(Unavailable):
    """The bytes are not those the agency announced; they are not handed on."""

    status: ClassVar[int] = 502
    template: ClassVar[str] = "dossiers/altered.html"


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A result as it can be saved."""

    name: str
    media_type: str
    body: bytes

    @property
    def viewable(self) -> bool:
        """Whether a browser may show it: it cannot act there."""
        return self.media_type in {"application/pdf", "image/jpeg", "image/png"}


class Results:
    """Downloads of results through the portal."""

    def __init__(self, dossiers: DossierService, documents: DocumentService, gateway: AgencyGateway) -> None:
        self._dossiers = dossiers
        self._documents = documents
        self._gateway = gateway

    def file(self, reference: str, *, owner: UUID, file_id: str) -> ResultFile:
        """One file of the owner's dossier; raises `NotFound`, `Unavailable`, `Altered`."""
        entry = result_file(self._dossiers.open(reference, owner=owner), file_id)
        if entry is None:
            raise NotFound("no such result of this dossier")
        body = self._documents.result(owner, entry.sha256.lower()) or self._fetched(entry)
        return ResultFile(entry.name, entry.media_type, body)

    def _fetched(self, entry: FileEntry) -> bytes:
        try:
            body = self._gateway.result_file(entry.id)
        except Refused as refusal:
            raise Unavailable("the agency does not hand the result over") from refusal
        if not hmac.compare_digest(hashlib.sha256(body).hexdigest(), entry.sha256.lower()):
            raise Altered("a result file is not the one announced")
        return body
