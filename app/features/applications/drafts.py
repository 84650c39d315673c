"""The drafts a person has: begin one, list them, put one away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import NotFound, Unavailable
from app.features.account.service import AccountService
from app.features.applications.definitions import DefinitionStore
from app.features.applications.editing import AlreadySubmitted, Editing, OpenDraft, Workplace
from app.features.applications.models import Draft
from app.features.documents.service import DocumentService
from app.gateways.agencies import AgencyGateway
from app.gateways.client import Refused
from app.localities.chosen import Place
from app.texts import Text
from app.wizard.places import Places
from app.wizard.state import start, store

log: Any = structlog.get_logger("portal.drafts")


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """One line of the list of drafts."""

    id: UUID
    procedure_code: str
    title: Text
    subject: str | None
    minutes_left: int
    saved_at: datetime


class DraftService:
    """Drafts of one person at a time; every method names the owner and commits once."""

    def __init__(
        self,
        session: Session,
        definitions: DefinitionStore,
        accounts: AccountService,
        documents: DocumentService,
        gateway: AgencyGateway,
        places: Places,
        clock: Clock,
    ) -> None:
        self._session = session
        self._definitions = definitions
        self._accounts = accounts
        self._gateway = gateway
        self._clock = clock
        self._workplace = Workplace(session, definitions, documents, places, clock)

    def start(self, procedure_code: str, *, owner: UUID, language: str, place: Place | None = None) -> UUID:
        """Begin a draft on the newest form of a procedure; raises `NotFound` when it has none.

        `place` is only what the question where to hand it in starts with.
        """
        definition = self._definitions.latest(self._session, procedure_code)
        person = self._accounts.known(owner)
        self._session.commit()  # nothing stays locked while another system is asked
        facts = {"identity": person.claims, **self._registry_facts(person.id_number)}
        if place and definition.locality:
            facts["place"] = {definition.locality: place.address}
        now = self._clock()
        draft = Draft(
            owner_id=owner,
            procedure_code=procedure_code,
            definition_id=definition.id,
            definition_version=definition.version,
            language=language,
            state=store(start(facts)),
            created_at=now,
            saved_at=now,
        )
        self._session.add(draft)
        self._session.commit()
        return draft.id

    def mine(self, *, owner: UUID, language: str, procedure_code: str | None = None) -> list[DraftSummary]:
        """The person's open drafts, of one procedure or all, the last touched first."""
        query = (
            select(Draft)
            .where(Draft.owner_id == owner, Draft.submitted_at.is_(None), Draft.deleted_at.is_(None))
            .order_by(Draft.saved_at.desc())
        )
        if procedure_code is not None:
            query = query.where(Draft.procedure_code == procedure_code)
        return [self._summary(row, language) for row in self._session.scalars(query)]

    def at(self, draft_id: UUID, *, owner: UUID, language: str) -> Editing:
        """The owner at work on one draft; its methods raise `NotFound` when it is not theirs."""
        return Editing(self._workplace, draft_id, owner, language)

    def open(self, draft_id: UUID, *, owner: UUID, language: str) -> OpenDraft:
        """The draft; raises `NotFound` for unknown and foreign ones, `AlreadySubmitted` for sent ones."""
        return self.at(draft_id, owner=owner, language=language).open()

    def delete(self, draft_id: UUID, *, owner: UUID) -> None:
        """Put the draft away; deleting twice is fine."""
        row = self._session.get(Draft, draft_id, with_for_update=True)
        if row is None or row.owner_id != owner:
            raise NotFound("no such draft of this person")
        if row.submitted_at is not None:
            raise AlreadySubmitted(str(draft_id))
        row.deleted_at = row.deleted_at or self._clock()
        self._session.commit()

    def _summary(self, row: Draft, language: str) -> DraftSummary:
        draft = self._workplace.opened(row, language)
        return DraftSummary(
            id=row.id,
            procedure_code=row.procedure_code,
            title=draft.definition.title,
            subject=draft.subject,
            minutes_left=draft.flow.minutes_left,
            saved_at=row.saved_at,
        )

    def _registry_facts(self, id_number: str | None) -> dict[str, dict[str, Any]]:
        """What the population registry knows; a registry that fails only means more typing."""
        if not id_number:
            return {}
        try:
            return {"registry": self._gateway.person(id_number)}
        except (NotFound, Unavailable, Refused) as error:
            log.warning("no registry facts", reason=type(error).__name__)
            return {}
