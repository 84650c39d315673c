"""The drafts a person has: begin one, list them, put one away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4, uuid5

from msgspec.structs import replace
from sqlalchemy import Select, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, NotFound
from app.features.account.service import AccountService
from app.features.applications.drafts.definitions import DefinitionStore
from app.features.applications.drafts.editing import Editing, OpenDraft, Workplace, reader
from app.features.applications.drafts.facts import Facts
from app.features.applications.drafts.file_uses import file_ids
from app.features.applications.drafts.lifetime import expires_at
from app.features.applications.drafts.outlook import Outlook, outlook
from app.features.applications.drafts.ownership import AlreadySubmitted
from app.features.applications.models import Draft
from app.features.documents.service import DocumentService
from app.gateways.agencies import AgencyGateway
from app.localities.chosen import Place
from app.texts import Text
from app.wizard.context import Context
from app.wizard.eligibility import carried
from app.wizard.flow import Flow
from app.wizard.places import Places
from app.wizard.state import start, store
from app.wizard.structure import Definition
from app.wizard.terms import opening


class Closed(Conflict):
    """The service is over, or not open yet; `definition` says what to do instead."""

    template: ClassVar[str] = "applications/closed.html"

    def __init__(self, definition: Definition) -> None:
        super().__init__(f"{definition.procedure} is not open")
        self.definition = definition


@dataclass(frozen=True, slots=True)
class DraftSummary:
    """One line of the list of drafts; `infected` when a virus was found in one of its files.

    `awaited` says that only what somebody else fills in is missing.
    """

    id: UUID
    procedure_code: str
    title: Text
    subject: str | None
    minutes_left: int
    awaited: bool
    saved_at: datetime
    expires_at: datetime
    outdated: bool
    infected: bool


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a draft is begun with, and by which attempt.

    `place` is only what the question where to hand it in starts with; `prechecked` the form of the pre-check,
    whose answers it begins with. `anew`: it is wanted beside drafts of the procedure that are there.
    """

    procedure_code: str
    owner: UUID
    language: str
    attempt: str | None = None
    place: Place | None = None
    prechecked: Mapping[str, list[str]] = field(default_factory=dict)
    anew: bool = False


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
        self._clock = clock
        self._known = Facts(session, definitions, gateway)
        self.workplace = Workplace(session, definitions, documents, places, clock, self._known.business)

    def start(self, wish: Beginning) -> UUID | None:
        """Begin a draft; asked again by the same attempt, it is the same one. Raises as `begun` does.

        None, with nothing begun, when the person has a draft of the procedure and did not say `anew`.
        """
        made = self.made(wish.attempt, owner=wish.owner)
        if made or self._has_another(wish):
            return made
        draft = self.begun(wish)
        # Asking the registers took time: another window may have begun one, and from here on none can.
        self._accounts.hold(wish.owner)
        made = self.made(wish.attempt, owner=wish.owner)
        return made if made or self._has_another(wish) else self.keep(draft)

    def _has_another(self, wish: Beginning) -> bool:
        """Whether whoever begins is to be asked first: continue, or begin anew?"""
        if wish.anew:
            return False
        of_procedure = _open_of(wish.owner).where(Draft.procedure_code == wish.procedure_code)
        return self._session.scalar(select(of_procedure.exists())) or False

    def begun(self, wish: Beginning) -> Draft:
        """A draft on the newest form of the procedure, not kept yet; raises `NotFound` when it has none.

        Raises `Closed` outside the time the service is open.
        """
        definition, context = self.form_of(wish.procedure_code, wish.language)
        now = self._clock()
        facts = self.records(wish.owner)
        if wish.place and definition.locality:
            facts["place"] = {definition.locality: wish.place.address}
        state = replace(start(facts), answers=carried(definition, wish.prechecked, context))
        return Draft(
            id=self._id_for(wish.attempt, wish.owner),
            owner_id=wish.owner,
            procedure_code=wish.procedure_code,
            definition_id=definition.id,
            definition_version=definition.version,
            language=wish.language,
            state=store(state),
            created_at=now,
            saved_at=now,
        )

    def keep(self, draft: Draft) -> UUID:
        """Keep a draft that was begun; the same attempt at the same moment keeps one."""
        draft_id = draft.id
        self._session.add(draft)
        try:
            self._session.commit()
        except IntegrityError:
            self._session.rollback()
            if self._session.get(Draft, draft_id) is None:
                raise
        return draft_id

    def made(self, attempt: str | None, *, owner: UUID) -> UUID | None:
        """The open draft that this attempt to begin one has made before: its answer was lost."""
        row = self._session.get(Draft, attempted(owner, attempt)) if attempt else None
        return row.id if row and row.submitted_at is None and row.deleted_at is None else None

    def _id_for(self, attempt: str | None, owner: UUID) -> UUID:
        """The id that an attempt gives its draft, another one when that draft is sent or put away."""
        own = attempted(owner, attempt) if attempt else uuid4()
        over = or_(Draft.submitted_at.is_not(None), Draft.deleted_at.is_not(None))
        return uuid4() if self._session.scalar(select(Draft.id).where(Draft.id == own, over)) else own

    def records(self, person: UUID) -> dict[str, dict[str, Any]]:
        """What is known of somebody, to fill a form in from: sign-in, registers, earlier applications."""
        known = self._accounts.known(person)
        return {"identity": known.claims, **self._known.of(person, known.id_number)}

    def form_of(self, procedure_code: str, language: str) -> tuple[Definition, Context]:
        """The newest form of a procedure as it is seen now; raises `NotFound`, or `Closed`."""
        definition = self._definitions.latest(self._session, procedure_code)
        context = reader(self.workplace.places, self._clock(), language)
        if opening(definition.period, context.today) != "open":
            raise Closed(definition)
        return definition, context

    def version(self, definition_id: str, version: int, language: str) -> tuple[Definition, Context]:
        """One version of a form as it is seen now; raises `NotFound`."""
        return self.form(definition_id, version), self.seen_now(language)

    def form(self, definition_id: str, version: int) -> Definition:
        """One version of a form, which is kept for ever; raises `NotFound`."""
        return self._definitions.get(self._session, definition_id, version)

    def seen_now(self, language: str) -> Context:
        """How forms are seen at this moment, by whoever fills in all of them."""
        return reader(self.workplace.places, self._clock(), language)

    def published(self) -> list[tuple[str, int, str]]:
        """Id, version and procedure code of every form."""
        return self._definitions.all(self._session)

    def foresee(self, procedure_code: str, language: str, form: Mapping[str, list[str]]) -> Outlook:
        """Papers, fees and time of a procedure, as far as the form of its pre-check tells."""
        definition, context = self.form_of(procedure_code, language)
        answers = carried(definition, form, context)
        unknown = Flow(definition, answers, context.today).unanswered()
        return outlook(definition, answers, self._clock(), context.today, unknown)

    def mine(self, *, owner: UUID, language: str, procedure_code: str | None = None) -> list[DraftSummary]:
        """The person's open drafts, of one procedure or all, the last touched first."""
        query = _open_of(owner).order_by(Draft.saved_at.desc())
        if procedure_code is not None:
            query = query.where(Draft.procedure_code == procedure_code)
        rows = self._session.scalars(query).all()
        newest = self._definitions.newest(self._session) if rows else {}
        infected = self._infected(rows, owner) if rows else set()
        return [self._summary(row, language, newest, infected) for row in rows]

    def at(self, draft_id: UUID, *, owner: UUID, language: str) -> Editing:
        """The owner at work on one draft; its methods raise `NotFound` when it is not theirs."""
        return Editing(self.workplace, draft_id, owner, language)

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

    def _infected(self, rows: Sequence[Draft], owner: UUID) -> set[UUID]:
        """The drafts that name an infected file, themselves or in what is filed along."""
        bad = self.workplace.documents.infected(owner)
        if not bad:
            return set()
        along = select(Draft).where(Draft.parent_id.in_([row.id for row in rows]))
        every = (*rows, *self._session.scalars(along))
        return {row.parent_id or row.id for row in every if not bad.isdisjoint(file_ids(row.state))}

    def _summary(
        self, row: Draft, language: str, newest: Mapping[str, int], infected: set[UUID]
    ) -> DraftSummary:
        draft = self.workplace.opened(row, language)
        return DraftSummary(
            id=row.id,
            procedure_code=row.procedure_code,
            title=draft.definition.title,
            subject=draft.subject,
            minutes_left=draft.flow.minutes_left,
            awaited=draft.flow.own_complete and not draft.flow.complete,
            saved_at=row.saved_at,
            expires_at=expires_at(row.saved_at, row.warned_at),
            outdated=row.definition_version < newest[row.definition_id],
            infected=row.id in infected,
        )


def _open_of(owner: UUID) -> Select[Draft]:
    """The person's drafts that are neither sent nor put away, without what is filed along."""
    still_open = (Draft.submitted_at.is_(None), Draft.deleted_at.is_(None), Draft.parent_id.is_(None))
    return select(Draft).where(Draft.owner_id == owner, *still_open)


def attempted(owner: UUID, attempt: str) -> UUID:
    """The id of the draft that one press of a button begins, however often it arrives."""
    return uuid5(owner, attempt)
