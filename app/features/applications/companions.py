"""What stands beside the answers of a draft and decides whether it can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from app.features.applications.editing import OpenDraft
from app.features.applications.models import Draft
from app.features.applications.ownership import own_draft
from app.features.applications.versions import Newer, Versions


@dataclass(frozen=True, slots=True)
class Beside:
    """What the check page says beside the answers."""

    newer: Newer | None
    left: int
    copied_from: str | None

    @property
    def may_send(self) -> bool:
        """Whether nothing here stands in the way of sending."""
        return self.newer is None or not self.newer.in_force


class Companions:
    """Versions, linked procedures and other people of a draft, asked together."""

    def __init__(self, session: Session, versions: Versions) -> None:
        self._session = session
        self._versions = versions

    def beside(self, draft: OpenDraft, *, owner: UUID) -> Beside:
        """What there is to say; raises `NotFound`."""
        row: Draft = own_draft(self._session, draft.id, owner)
        return Beside(self._versions.newer(draft), len(row.set_aside or []), row.copied_from)

    def require_ready(self, draft: OpenDraft) -> None:
        """Raise `Outdated` when the draft's version is not accepted any more."""
        self._versions.require_accepted(draft)
