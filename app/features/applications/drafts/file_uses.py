"""Which files a person's drafts refer to, for the list of their documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.applications.models import Draft
from app.features.catalogue.service import CatalogueService
from app.features.documents.service import Use


class DraftFileUses:
    """Files in what people are still filling in."""

    def __init__(self, catalogue: Callable[[Session], CatalogueService]) -> None:
        self._catalogue = catalogue

    def __call__(self, session: Session, owner: UUID) -> Iterator[Use]:
        """Every file of the owner's drafts, also of those whose deletion can be undone."""
        open_drafts = select(Draft).where(Draft.owner_id == owner, Draft.submitted_at.is_(None))
        drafts = session.scalars(open_drafts).all()
        names = self._catalogue(session).names(draft.procedure_code for draft in drafts)
        for draft in drafts:
            name = names.get(draft.procedure_code, {"vi": draft.procedure_code})
            for file_id in set(file_ids([draft.state, draft.set_aside])):
                yield Use(file_id, "draft", str(draft.id), name)


def file_ids(value: Any) -> Iterator[UUID]:
    """Whatever in the state has the shape of a manifest entry: an id beside a hash."""
    if isinstance(value, dict):
        if "sha256" in value and "id" in value:
            yield UUID(str(value["id"]))
        for part in value.values():
            yield from file_ids(part)
    elif isinstance(value, list):
        for part in value:
            yield from file_ids(part)
