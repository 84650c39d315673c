"""Which files a person's dossiers are made of, for the list of their documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.catalogue.service import CatalogueService
from app.features.documents.service import Use
from app.features.dossiers.mirror.models import Dossier, Supplement


class DossierFileUses:
    """Files of applications and of answers to supplement requests."""

    def __init__(self, catalogue: Callable[[Session], CatalogueService]) -> None:
        self._catalogue = catalogue

    def __call__(self, session: Session, owner: UUID) -> Iterator[Use]:
        """Every file the owner sent, with its dossier."""
        sent = select(Dossier).where(Dossier.owner_id == owner, Dossier.application_id.is_not(None))
        dossiers = {dossier.id: dossier for dossier in session.scalars(sent)}
        names = self._catalogue(session).names(dossier.procedure_code for dossier in dossiers.values())
        answered = (
            select(Supplement)
            .join(Dossier, Dossier.id == Supplement.dossier_id)
            .where(Dossier.owner_id == owner, Dossier.application_id.is_not(None))
        )
        supplements = session.scalars(answered).all()
        for dossier, files in [
            *((dossier, dossier.files or []) for dossier in dossiers.values()),
            *((dossiers[one.dossier_id], _answer_files(one)) for one in supplements),
        ]:
            name = names.get(dossier.procedure_code, {"vi": dossier.procedure_code})
            for file in files:
                yield Use(UUID(file["id"]), "dossier", dossier.reference, name)


def _answer_files(supplement: Supplement) -> list[dict[str, Any]]:
    return [file for answer in supplement.answers for file in answer["files"]]
