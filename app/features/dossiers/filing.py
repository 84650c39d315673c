"""Dossiers that were opened by one filing: they share a receipt number, which parts extend by theirs."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.catalogue.service import CatalogueService
from app.features.dossiers.agency_names import agency_names, unnamed
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.reading import DossierRow, row

MOST_PARTS = 9
_PART = re.compile(r"(CDV-[0-9]{6}-[0-9A-Z]{5}-[0-9A-Z]{5})(?:-([2-9]))?")


def part_number(receipt_number: str, place: int) -> str:
    """The number of the part at `place`, from 2, of a filing."""
    return f"{receipt_number}-{place}"


def filing_number(receipt_number: str) -> str | None:
    """The number of the whole filing, None for what was not filed here."""
    match = _PART.fullmatch(receipt_number)
    return match[1] if match else None


class Filings:
    """The dossiers of one filing."""

    def __init__(self, session: Session, catalogue: CatalogueService) -> None:
        self._session = session
        self._catalogue = catalogue

    def of(self, receipt_number: str, *, owner: UUID) -> list[DossierRow]:
        """All dossiers of the filing, in the order of its parts; empty when there is only the one."""
        number = filing_number(receipt_number)
        if number is None:
            return []
        numbers = [number, *(part_number(number, place) for place in range(2, MOST_PARTS + 1))]
        found = self._session.scalars(
            select(Dossier)
            .where(Dossier.receipt_number.in_(numbers), Dossier.owner_id == owner)
            .order_by(Dossier.receipt_number)
        ).all()
        if len(found) < 2:
            return []
        names = self._catalogue.names(dossier.procedure_code for dossier in found)
        agencies = agency_names(self._session, unnamed(found))
        return [row(dossier, names, agencies) for dossier in found]
