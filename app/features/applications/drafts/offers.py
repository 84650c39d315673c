"""Whether an application can be sent online to the place its answers name."""

from __future__ import annotations

from app.features.applications.drafts.editing import OpenDraft
from app.features.catalogue.reach import Offer, Reach
from app.features.catalogue.service import CatalogueService, Withdrawn
from app.wizard.parcel import locality


class Offers:
    """What procedures offer in the places that drafts name."""

    def __init__(self, catalogue: CatalogueService, reach: Reach) -> None:
        self._catalogue = catalogue
        self._reach = reach

    def of(self, draft: OpenDraft) -> Offer:
        """What the procedure offers there; raises `Withdrawn` when it is gone."""
        named = locality(draft.definition, draft.relevant)
        code = named["ward"] or named["province"] if named else None
        found = self._catalogue.procedure(draft.definition.procedure)
        return self._reach.offer(found.record, self._reach.place(code), form=found.form)

    def served(self, draft: OpenDraft) -> bool:
        """Whether the application can be sent there."""
        try:
            return self.of(draft).may_start
        except Withdrawn:
            return False
