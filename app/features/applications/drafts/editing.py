"""Fill in one draft over as many visits as it takes, losing nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import IO, Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.clock import VIETNAM, Clock
from app.deadlines.calendar import WorkCalendar
from app.deadlines.deadline import Limit, due
from app.errors import Invalid, NotFound
from app.features.applications.drafts.arrivals import Arrived, limit_of, upload_target
from app.features.applications.drafts.definitions import DefinitionStore
from app.features.applications.drafts.ownership import DraftRow, own_row, save_row
from app.features.applications.models import Draft
from app.features.documents.service import DocumentService, entry
from app.translations import translator
from app.wizard import groups, meanwhile, typed
from app.wizard.context import Context
from app.wizard.flow import Flow, flow_of, sent_answers
from app.wizard.parcel import subject
from app.wizard.places import Places
from app.wizard.question_types.file import FileQuestion
from app.wizard.question_types.tax_code import TaxCodeQuestion
from app.wizard.rules.today import Today
from app.wizard.services import Term
from app.wizard.sharing import OWNER
from app.wizard.state import State, know, restore, slot, store, with_typed
from app.wizard.structure import Definition
from app.wizard.typed import Outcome

Form = Mapping[str, list[str]]
_CALENDAR = WorkCalendar()


def reader(places: Places, now: datetime, language: str, seat: str | None = None) -> Context:
    """How a form is seen at the aware moment `now`, in one language, by whoever answers at `seat`."""
    words = translator(language).ugettext
    return Context(places, day_of(now), language, words, seat=seat, deadline=lambda term: _due_on(now, term))


def day_of(now: datetime) -> Today:
    """The day in Vietnam at the aware moment `now`, with the working days forms are judged by."""
    return Today.on(now.astimezone(VIETNAM).date(), _CALENDAR.is_working)


def _due_on(now: datetime, term: Term) -> date | None:
    return due(now, Limit(term.amount, term.unit)).due_on


@dataclass(frozen=True)
class OpenDraft:
    """A draft with everything derived from its answers, as of now."""

    id: UUID
    definition: Definition
    state: State
    context: Context
    saved_at: datetime
    now: datetime

    @cached_property
    def flow(self) -> Flow:
        """Where the person is and may go."""
        return flow_of(self.definition, self.state.answers, self.context)

    @cached_property
    def relevant(self) -> dict[str, Any]:
        """The answers that would be sent now."""
        return sent_answers(self.flow)

    @property
    def subject(self) -> str | None:
        """For whom the application is, once known."""
        return subject(self.definition, self.relevant)


@dataclass(frozen=True, slots=True)
class Workplace:
    """What working on a draft needs."""

    session: Session
    definitions: DefinitionStore
    documents: DocumentService
    places: Places
    clock: Clock
    business: Callable[[str], dict[str, Any] | None]

    def opened(self, row: Draft | DraftRow, language: str) -> OpenDraft:
        """The stored draft with its definition, as its owner sees it in one language."""
        definition = self.definitions.get(self.session, row.definition_id, row.definition_version)
        now = self.clock()
        context = reader(self.places, now, language, OWNER)
        return OpenDraft(row.id, definition, restore(row.state), context, row.saved_at, now)


class Editing:
    """One person at work on one draft; each change is read, made and saved under a lock.

    The lock keeps two tabs from undoing each other. Every method raises `NotFound` for unknown and
    foreign drafts alike, and `AlreadySubmitted` for one that was sent.
    """

    def __init__(self, workplace: Workplace, draft_id: UUID, owner: UUID, language: str) -> None:
        self._at = workplace
        self._draft_id = draft_id
        self._owner = owner
        self._person = owner
        self._language = language
        self._held: tuple[DraftRow, OpenDraft] | None = None

    def open(self) -> OpenDraft:
        """The draft as it is."""
        return self._opened(self._row())

    def hold(self) -> OpenDraft:
        """The draft as it is, locked; the next change goes on from here without reading it again."""
        self._held = self._lock()
        return self._held[1]

    def answer(self, step: str, form: Form, item: int | None = None) -> tuple[OpenDraft, dict[str, str]]:
        """Take a step's answers; what is wrong, by field, stays typed."""
        row, draft = self._locked()
        outcome = typed.answer(draft.definition, draft.state, step, form, draft.context, item)
        state = meanwhile.stamped(outcome.state, draft.definition.step(step), form, item)
        saved = self._looked_up(self._saved(row, draft, state), step)
        return saved, _worded(outcome, draft.context)

    def keep(self, step: str, form: Form, item: int | None = None) -> OpenDraft:
        """Save what is typed as it is, valid or not; beside answers it would undo of another window."""
        return self._change(lambda d: meanwhile.kept(d.definition, d.state, step, form, d.context, item))

    def forget_typed(self, step: str, item: int | None = None) -> OpenDraft:
        """Drop what is typed and not an answer: the answers count as they are."""
        return self._change(lambda d: with_typed(d.state, slot(d.definition.step(step), item), None))

    def finish_items(self, step: str) -> tuple[OpenDraft, dict[str, str]]:
        """Continue from the list page of a repeating step; what is wrong, by field."""
        row, draft = self._locked()
        outcome = groups.finish(draft.definition, draft.state, step, draft.context)
        if outcome.errors:
            return draft, _worded(outcome, draft.context)
        return self._saved(row, draft, outcome.state), {}

    def remove_item(self, step: str, item: int) -> OpenDraft:
        """Take one item out of a repeating step."""
        return self._change(lambda d: groups.remove(d.definition, d.state, step, item))

    def attach(
        self, step: str, question: str, name: str, stream: IO[bytes], item: int | None = None
    ) -> tuple[OpenDraft, dict[str, str]]:
        """Store an uploaded file as (part of) an answer; one that cannot be taken is named."""
        return self._attach(step, question, item, Arrived(name, stream))

    def attach_upload(
        self, step: str, question: str, upload_id: UUID, item: int | None = None
    ) -> tuple[OpenDraft, dict[str, str]]:
        """A file that came in pieces becomes (part of) an answer, once however often it is asked.

        Raises `NotFound` for uploads that are for something else, `Conflict` for one that is not whole.
        """
        uploads = self._at.documents.uploads
        kept = uploads.kept_as(upload_id, self._person)
        if kept is not None:
            return self._joined(step, question, kept, item)[1:]
        target = upload_target(self._draft_id, question, item)
        try:
            name, stream = uploads.take(upload_id, self._person, target)
        except Invalid as refusal:
            draft = self.open()
            return draft, {question: draft.context.gettext(str(refusal))}
        with stream:
            draft, errors = self._attach(step, question, item, Arrived(name, stream, upload_id))
        uploads.finish(upload_id, self._person)
        return draft, errors

    def reuse(
        self, step: str, question: str, file_id: str, item: int | None = None
    ) -> tuple[OpenDraft, dict[str, str]]:
        """Answer with a file the person already has, its bytes not copied; raises `NotFound`."""
        try:
            file = self._at.documents.file(UUID(file_id), self._person)
        except ValueError as error:
            raise NotFound("no such file of this person") from error
        if file.scanned == "infected":
            raise NotFound("an infected file is not used")
        return self._joined(step, question, file.id, item)[1:]

    def _attach(
        self, step: str, question: str, item: int | None, arrived: Arrived
    ) -> tuple[OpenDraft, dict[str, str]]:
        draft, documents = self.open(), self._at.documents
        limit = limit_of(draft.definition, question)
        self._at.session.commit()  # reading and scanning a file may last; nobody waits for it
        try:
            received = documents.receive(arrived.name, arrived.stream, limit)
        except Invalid as refusal:
            return draft, arrived.refused({question: draft.context.gettext(str(refusal))})
        joined = False
        try:
            file = documents.keep(self._owner, received)
            counts = self._at.documents.uploads.became(arrived.upload, file.id) if arrived.upload else file.id
            if counts == file.id:
                joined, draft, errors = self._joined(step, question, file.id, item)
            else:
                self._at.session.rollback()
                draft, errors = self.open(), {}
        finally:
            if not joined:
                documents.discard(received)
        return draft, arrived.refused(errors)

    def _joined(
        self, step: str, question: str, file_id: UUID, item: int | None
    ) -> tuple[bool, OpenDraft, dict[str, str]]:
        """A stored file becomes (part of) an answer; the same bytes again change nothing.

        Where one file is asked for it takes the place of the one before, once it is accepted. Raises
        `NotFound` for one that was deleted meanwhile.
        """
        row, draft = self._lock()
        file = entry(self._at.documents.hold(file_id, self._owner))
        at = (draft.definition, draft.state, step, question)
        outcome = None
        if all(one["sha256"] != file["sha256"] for one in typed.held(*at, item)):
            outcome = typed.attach(*at, file, draft.context, item)
        if outcome is None or outcome.errors:
            self._at.session.rollback()
            return False, self.open(), _worded(outcome, draft.context) if outcome else {}
        return True, self._saved(row, draft, outcome.state), {}

    def detach(self, step: str, file_id: str, item: int | None = None) -> OpenDraft:
        """Take a file out of an answer; its bytes stay with the draft."""

        def change(draft: OpenDraft) -> State:
            state = draft.state
            for question in draft.definition.step(step).questions:
                if isinstance(question, FileQuestion):
                    state = typed.detach(draft.definition, state, step, question.key, file_id, item)
            return state

        return self._change(change)

    def _looked_up(self, draft: OpenDraft, step: str) -> OpenDraft:
        """The draft, knowing the business whose tax code was just given."""
        for question in draft.definition.step(step).questions:
            code = draft.state.answers.get(question.key)
            if not isinstance(question, TaxCodeQuestion) or not question.lookup or not isinstance(code, str):
                continue
            if draft.state.facts.get("business", {}).get("tax_code") == code:
                continue
            record = self._at.business(code)
            if record is not None:
                return self._knowing(record)
        return draft

    def _knowing(self, record: dict[str, Any]) -> OpenDraft:
        return self._change(lambda draft: know(draft.state, "business", record))

    def _change(self, change: Callable[[OpenDraft], State]) -> OpenDraft:
        row, draft = self._locked()
        return self._saved(row, draft, change(draft))

    def _locked(self) -> tuple[DraftRow, OpenDraft]:
        held, self._held = self._held or self._lock(), None
        return held

    def _lock(self) -> tuple[DraftRow, OpenDraft]:
        row = self._row(lock=True)
        return row, self._opened(row)

    def _opened(self, row: DraftRow) -> OpenDraft:
        return self._at.opened(row, self._language)

    def _saved(self, row: DraftRow, draft: OpenDraft, state: State) -> OpenDraft:
        """The draft in its new state, once that is safe; the lock ends here."""
        now = self._at.clock()
        columns = {"language": row.language, **self._columns(row, state)}
        save_row(self._at.session, row.id, saved_at=now, **columns)
        self._at.session.commit()
        return replace(draft, state=state, saved_at=now, now=now)

    def _columns(self, row: DraftRow, state: State) -> dict[str, Any]:
        """What is written of a state."""
        return {"state": store(state), "language": self._language}

    def _row(self, *, lock: bool = False) -> DraftRow:
        self._held = None
        return own_row(self._at.session, self._draft_id, self._owner, lock=lock)


def _worded(outcome: Outcome, context: Context) -> dict[str, str]:
    return {field: message.text(context) for field, message in outcome.errors.items()}
