"""The other people of an application, and how far each of them is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import select

from app.errors import Conflict
from app.features.account.service import AccountService
from app.features.applications.drafts.editing import OpenDraft, Workplace
from app.features.applications.models import AgreedPaper, DraftParty
from app.features.applications.people.agreed_papers import AgreedPapers, entry
from app.texts import say
from app.wizard.rules.paths import look
from app.wizard.services import Party
from app.wizard.sharing import names_themself, taking_part

Standing = Literal["nobody", "invited", "expired", "reading", "agreed", "changed", "declined"]


class NotAgreed(Conflict):
    """Somebody who has to agree has not, or not to these answers."""


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody who answers steps or has to agree, and where that stands.

    `id_number` is whom the answers name, or the invitation where `names_themself`; `left` counts the open
    steps that only this person answers. `paper` is what he or she declared last.
    """

    party: Party
    draft: OpenDraft
    standing: Standing
    name: str | None
    id_number: str | None
    names_themself: bool
    email: str | None
    left: int
    row: DraftParty | None
    paper: AgreedPaper | None = None

    @property
    def ready(self) -> bool:
        """Whether nothing of this person is waited for."""
        return self.standing == "agreed" if self.party.signs else not self.left

    @property
    def joined(self) -> bool:
        """Whether the person has opened the invitation."""
        return self.row is not None and self.row.person_id is not None

    @property
    def signed(self) -> bool:
        """Whether what was declared bears the person's own signature."""
        return self.paper is not None and self.paper.signature is not None


class Parties:
    """Who takes part in drafts, as their owners see it."""

    def __init__(self, workplace: Workplace, accounts: AccountService) -> None:
        self._at = workplace
        self._accounts = accounts
        self._papers = AgreedPapers(workplace.session)

    def of(self, draft: OpenDraft, *, owner: UUID) -> tuple[Involved, ...]:
        """Who takes part beside the owner, given the answers."""
        parties = taking_part(draft.definition, draft.flow.live, draft.context.today)
        if not parties:
            return ()
        own = self._accounts.known(owner).id_number
        rows = self._rows(draft.id)
        papers = self._papers.of(row.id for row in rows.values())
        found = [self._involved(party, draft, rows.get(party.key), papers) for party in parties]
        return tuple(one for one in found if one.party.steps or one.id_number is None or one.id_number != own)

    def involved(self, party: Party, draft: OpenDraft, row: DraftParty | None) -> Involved:
        """One of them, with what is kept of him or her."""
        return self._involved(party, draft, row, self._papers.of([row.id] if row else []))

    def _involved(
        self, party: Party, draft: OpenDraft, row: DraftParty | None, papers: Mapping[UUID, AgreedPaper]
    ) -> Involved:
        named = names_themself(draft.definition, party)
        invited = row.id_number if row else None
        number = invited if named else _text(f"{party.person}.paper_number", draft)
        return Involved(
            party=party,
            draft=draft,
            standing=_standing(row, draft, self._at.clock()),
            name=_text(f"{party.person}.name" if party.person else None, draft),
            id_number=number,
            names_themself=named,
            email=_text(party.email, draft),
            left=sum(step.key in party.steps and not draft.flow.done(step.key) for step in draft.flow.path),
            row=row,
            paper=papers.get(row.id) if row else None,
        )

    def standing(self, row: DraftParty, draft: OpenDraft) -> Standing:
        """How far an invitation to this draft is."""
        return _standing(row, draft, self._at.clock())

    def said(self, draft: OpenDraft, *, owner: UUID) -> list[dict[str, Any]]:
        """What the agency is told of who agreed; raises `NotAgreed` while somebody is waited for."""
        involved = self.of(draft, owner=owner)
        if not all(one.ready for one in involved):
            raise NotAgreed("somebody has not agreed to these answers")
        return [
            {
                "key": one.party.key,
                "id_number": one.id_number,
                "name": one.name or "",
                "agreed_at": _stamp(one.row.agreed_at),
                "statement": say(draft.definition.declaration, "vi"),
                **({"paper": entry(one.paper)} if one.paper else {}),
            }
            for one in involved
            if one.row is not None and one.row.agreed_at is not None
        ]

    def _rows(self, draft_id: UUID) -> dict[str, DraftParty]:
        rows = self._at.session.scalars(select(DraftParty).where(DraftParty.draft_id == draft_id))
        return {row.key: row for row in rows}


def fingerprint(draft: OpenDraft) -> str:
    """Stands for exactly these answers to exactly this version."""
    about = [draft.definition.id, draft.definition.version, draft.relevant]
    return hashlib.sha256(msgspec.json.encode(about, order="sorted")).hexdigest()


def _standing(row: DraftParty | None, draft: OpenDraft, now: datetime) -> Standing:
    if row is None:
        return "nobody"
    if row.declined_at is not None:
        return "declined"
    if row.agreed_at is not None:
        return "agreed" if row.fingerprint == fingerprint(draft) else "changed"
    if row.person_id is not None:
        return "reading"
    return "expired" if row.expires_at <= now else "invited"


def _text(path: str | None, draft: OpenDraft) -> str | None:
    value = look(path, draft.relevant) if path else None
    return value if isinstance(value, str) else None


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""
