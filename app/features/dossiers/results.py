"""Result files, fetched from the agency for their owner and checked against the promised hash."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from app.errors import NotFound, Unavailable
from app.features.dossiers.reading import result_file
from app.features.dossiers.service import DossierService
from app.gateways.agencies import AgencyGateway
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


class Results:
    """Downloads of results through the portal."""

    def __init__(self, dossiers: DossierService, gateway: AgencyGateway) -> None:
        self._dossiers = dossiers
        self._gateway = gateway

    def file(self, reference: str, *, owner: UUID, file_id: str) -> ResultFile:
        """One file of the owner's dossier; raises `NotFound`, `Unavailable`, `Altered`."""
        entry = result_file(self._dossiers.open(reference, owner=owner), file_id)
        if entry is None:
            raise NotFound("no such result of this dossier")
        try:
            body = self._gateway.result_file(entry.id)
        except Refused as refusal:
            raise Unavailable("the agency does not hand the result over") from refusal
        if not hmac.compare_digest(hashlib.sha256(body).hexdigest(), entry.sha256.lower()):
            raise Altered("a result file is not the one announced")
        return ResultFile(entry.name, entry.media_type, body)
