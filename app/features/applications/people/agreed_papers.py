"""What somebody who was invited declared, as PDF: it comes and goes with the agreement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.features.applications.drafts.declaration import Declared, paper_entry
from app.features.applications.drafts.editing import OpenDraft
from app.features.applications.models import AgreedPaper


class AgreedPapers:
    """Papers by the id of the invitation; takes part in its caller's transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, party_id: UUID, declared: Declared, draft: OpenDraft) -> None:
        """Keep a paper about the answers of `draft`, in place of an earlier one."""
        self.drop([party_id])
        self._session.add(
            AgreedPaper(
                party_id=party_id,
                pdf=declared.pdf,
                name=declared.name,
                size=len(declared.pdf),
                sha256=declared.sha256,
                language=declared.language,
                made_at=declared.at,
                signature=declared.signed_by,
                version=draft.definition.version,
                answers=dict(draft.flow.live),
            )
        )

    def drop(self, party_ids: Iterable[UUID]) -> None:
        """Forget what was declared under these invitations."""
        self._session.execute(delete(AgreedPaper).where(AgreedPaper.party_id.in_(list(party_ids))))

    def of(self, party_ids: Iterable[UUID]) -> dict[UUID, AgreedPaper]:
        """The papers that there are, without their bytes."""
        wanted = list(party_ids)
        if not wanted:
            return {}
        found = self._session.scalars(select(AgreedPaper).where(AgreedPaper.party_id.in_(wanted)))
        return {paper.party_id: paper for paper in found}

    def named(self, party_id: UUID) -> AgreedPaper:
        """One paper, its bytes among it; raises `NotFound`."""
        found = self._session.get(AgreedPaper, party_id)
        if found is None:
            raise NotFound("this person has declared nothing")
        return found

    def pdf(self, party_id: UUID) -> bytes:
        """The bytes of one paper; raises `NotFound`."""
        return self.named(party_id).pdf


def entry(paper: AgreedPaper) -> dict[str, Any]:
    """The paper as the agency's manifest names it."""
    told = paper_entry(paper.name, paper.size, paper.sha256, signed=paper.signature is not None)
    return {"id": str(paper.party_id), **told}
