"""What stands beside the answers of a draft and decides whether it can be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import Conflict
from app.features.applications.drafts.editing import OpenDraft
from app.features.applications.drafts.offers import Offers
from app.features.applications.drafts.ownership import own_draft
from app.features.applications.drafts.versions import Newer, Versions
from app.features.applications.models import Draft
from app.features.applications.people.linking import Linking, Part
from app.features.applications.people.parties import Involved, Parties


@dataclass(frozen=True, slots=True)
class Beside:
    """What the check page says beside the answers.

    `unserved` are the procedures that are filed along and cannot be sent to the place their answers name.
    """

    newer: Newer | None
    left: int
    copied_from: str | None
    parent_id: UUID | None
    parts: tuple[Part, ...]
    unserved: frozenset[str]
    involved: tuple[Involved, ...]

    @property
    def along(self) -> tuple[OpenDraft, ...]:
        """The forms of what is filed along."""
        return tuple(part.form for part in self.parts if part.chosen and part.form)

    @property
    def void(self) -> tuple[Involved, ...]:
        """Those who had agreed to answers that were changed since."""
        return tuple(one for one in self.involved if one.standing == "changed")

    @property
    def may_send(self) -> bool:
        """Whether nothing here stands in the way of sending."""
        accepted = self.newer is None or not self.newer.in_force
        complete = all(part.ready for part in self.parts if part.chosen) and not self.unserved
        return accepted and complete and all(one.ready for one in self.involved)


class Companions:
    """Versions, linked procedures and other people of a draft, asked together."""

    def __init__(
        self, session: Session, versions: Versions, linking: Linking, parties: Parties, offers: Offers
    ) -> None:
        self._session = session
        self._versions = versions
        self._linking = linking
        self._parties = parties
        self._offers = offers

    def beside(self, draft: OpenDraft, *, owner: UUID) -> Beside:
        """What there is to say; raises `NotFound`."""
        row: Draft = own_draft(self._session, draft.id, owner)
        parts = self._linking.parts(draft, owner=owner)
        along = [part.form for part in parts if part.chosen and part.begun and part.form]
        return Beside(
            newer=self._versions.newer(draft),
            left=len(row.set_aside or []),
            copied_from=row.copied_from,
            parent_id=row.parent_id,
            parts=parts,
            unserved=frozenset(
                part.linked.procedure
                for part in parts
                if part.chosen and part.ready and part.form and not self._offers.served(part.form)
            ),
            involved=tuple(one for form in (draft, *along) for one in self._parties.of(form, owner=owner)),
        )

    def require_ready(self, draft: OpenDraft, *, owner: UUID) -> None:
        """Raise `Outdated` for a version that is not accepted any more, `Conflict` for a mere part."""
        self._versions.require_accepted(draft)
        if own_draft(self._session, draft.id, owner).parent_id is not None:
            raise Conflict("a linked procedure is sent with the application it belongs to")

    def parties_said(self, draft: OpenDraft, *, owner: UUID) -> list[dict[str, Any]]:
        """Who agreed, as the agency is told; raises `NotAgreed`."""
        return self._parties.said(draft, owner=owner)

    def parts_to_send(self, draft: OpenDraft, *, owner: UUID) -> tuple[OpenDraft, ...]:
        """The linked forms that are filed along; raises `PartIncomplete`, `Outdated`."""
        parts = self._linking.to_send(draft, owner=owner)
        for part in parts:
            self._versions.require_accepted(part)
        return parts

    def part_sent(self, draft_id: UUID, part: OpenDraft) -> UUID:
        """The id under which a linked form that is being sent is kept. Not committed."""
        return self._linking.sent(draft_id, part).id
