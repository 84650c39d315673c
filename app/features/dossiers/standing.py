"""How far a dossier is, for somebody who is not signed in; reads one row and nothing that names a person."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.features.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class Standing:
    """One dossier's place on its way, and the digests of the facts that open it (`facts.fact_digest`)."""

    id: UUID
    reference: str
    status: int
    refused: bool
    owner: UUID | None
    fact_id: bytes | None
    fact_phone: bytes | None


class Standings:
    """Looks dossiers up by what they are called."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, reference: str) -> Standing | None:
        """The dossier with this code or receipt number; one statement whether there is one or not."""
        by_code, by_receipt = (
            _standing().where(Dossier.code == reference),
            _standing().where(Dossier.receipt_number == reference),
        )
        found = self._session.execute(by_code.union_all(by_receipt).limit(1)).first()
        return Standing(**found._mapping) if found else None


def _standing() -> Select[UUID, str, int, bool, UUID, bytes | None, bytes | None]:
    return select(
        Dossier.id.label("id"),
        func.coalesce(Dossier.code, Dossier.receipt_number).label("reference"),
        Dossier.status.label("status"),
        Dossier.refusal.is_not(None).label("refused"),
        Dossier.owner_id.label("owner"),
        Dossier.fact_id_digest.label("fact_id"),
        Dossier.fact_phone_digest.label("fact_phone"),
    )
