"""One filing, several dossiers: the linked procedures of a draft, and the drafts of their own forms."""

from __future__ import annotations

import dataclasses
from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.errors import Conflict, NotFound
from app.features.applications.drafts.editing import OpenDraft, Workplace
from app.features.applications.drafts.ownership import own_draft
from app.features.applications.models import Draft
from app.wizard.linking import filled
from app.wizard.rules.conditions import holds
from app.wizard.services import Linked
from app.wizard.sharing import taking_part
from app.wizard.state import State, restore, store
from app.wizard.structure import Definition


class PartIncomplete(Conflict):
    """A linked procedure that is to be filed along still has open questions."""


@dataclass(frozen=True, slots=True)
class Part:
    """A linked procedure; `form` is its own form with what is known, None where it has none here."""

    linked: Linked
    form: OpenDraft | None
    wanted: bool
    begun: bool

    @property
    def chosen(self) -> bool:
        """Whether a dossier of it will be opened."""
        return self.wanted and self.form is not None

    @property
    def ready(self) -> bool:
        """Whether nothing of it is left to be asked, and other people it needs can be invited."""
        return self.form is not None and self.form.flow.own_complete and (self.begun or not self.shared)

    @property
    def shared(self) -> bool:
        """Whether somebody else takes part in it."""
        form = self.form
        return form is not None and bool(taking_part(form.definition, form.flow.live, form.context.today))


def _applying(draft: OpenDraft) -> list[Linked]:
    """The linked procedures that the answers call for, in the order of the definition."""
    return [one for one in draft.definition.linked if holds(one.when, draft.flow.live, draft.context.today)]


def _own_step(part: Part) -> str | None:
    """The first step of a linked form that asks something the main form does not answer."""
    steps = part.form.flow.own if part.form else ()
    for step in steps:
        asked = {step.key} if step.repeat else {question.key for question in step.questions}
        if asked - set(part.linked.answers):
            return step.key
    return None


class Linking:
    """The linked procedures of one draft at a time; what the main form answers is never asked again."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def parts(self, draft: OpenDraft, *, owner: UUID) -> tuple[Part, ...]:
        """The linked procedures that apply, in the order of the definition."""
        applying = _applying(draft)
        if not applying:
            return ()
        choices = own_draft(self._at.session, draft.id, owner).linked or {}
        children = self._children(draft.id)
        return tuple(
            Part(
                one,
                self._form(draft, one, children.get(one.procedure)),
                choices.get(one.procedure, one.default),
                one.procedure in children,
            )
            for one in applying
        )

    def opened(self, row: Draft, language: str) -> OpenDraft:
        """A draft, a linked one as its main form fills it in now; raises `NotFound` when it is no more."""
        if row.parent_id is None:
            return self._at.opened(row, language)
        draft = self._at.opened(self._at.session.get_one(Draft, row.parent_id), language)
        linked = next((one for one in _applying(draft) if one.procedure == row.procedure_code), None)
        form = self._form(draft, linked, row) if linked else None
        if form is None:
            raise NotFound("this is filed along no more")
        return form

    def choose(self, draft_id: UUID, wanted: Set[str], *, owner: UUID, language: str) -> None:
        """File along exactly the named ones of the procedures that can be."""
        row = own_draft(self._at.session, draft_id, owner, lock=True)
        draft = self._at.opened(row, language)
        row.linked = {one.procedure: one.procedure in wanted for one in draft.definition.linked}
        self._at.session.commit()

    def fill_in(
        self, draft_id: UUID, procedure: str, *, owner: UUID, language: str
    ) -> tuple[UUID, str | None]:
        """The draft of a linked form, with what the main form answers as of now; raises `NotFound`.

        Where nothing is open, also the first step with an answer that is not the main form's.
        """
        row = own_draft(self._at.session, draft_id, owner, lock=True)
        parts = self.parts(self._at.opened(row, language), owner=owner)
        part = next((one for one in parts if one.linked.procedure == procedure), None)
        if part is None or part.form is None:
            raise NotFound("no such linked procedure with a form of its own")
        child = self._kept(row, part.form)
        self._at.session.commit()
        return child.id, None if part.form.flow.first_open() else _own_step(part)

    def to_send(self, draft: OpenDraft, *, owner: UUID) -> tuple[OpenDraft, ...]:
        """The linked forms that are filed along; raises `PartIncomplete`."""
        chosen = [part for part in self.parts(draft, owner=owner) if part.chosen]
        if not all(part.form and part.form.flow.complete for part in chosen):
            raise PartIncomplete("something is not answered yet in a linked procedure")
        return tuple(part.form for part in chosen if part.form)

    def sent(self, draft_id: UUID, form: OpenDraft) -> Draft:
        """The stored draft of a linked form that is being sent. Not committed."""
        parent = self._at.session.get_one(Draft, draft_id)
        child = self._kept(parent, form)
        child.submitted_at = self._at.clock()
        self._at.session.flush()
        return child

    def _children(self, draft_id: UUID) -> dict[str, Draft]:
        rows = self._at.session.scalars(select(Draft).where(Draft.parent_id == draft_id))
        return {row.procedure_code: row for row in rows}

    def _form(self, draft: OpenDraft, linked: Linked, child: Draft | None) -> OpenDraft | None:
        try:
            definition = self._definition(linked, child)
        except NotFound:
            return None
        own = restore(child.state) if child else State(facts=draft.state.facts)
        state = filled(definition, linked, draft.relevant, own, draft.context)
        return dataclasses.replace(
            draft, id=child.id if child else draft.id, definition=definition, state=state
        )

    def _definition(self, linked: Linked, child: Draft | None) -> Definition:
        versions, session = self._at.definitions, self._at.session
        if child is not None:
            return versions.get(session, child.definition_id, child.definition_version)
        if linked.definition is None:
            return versions.latest(session, linked.procedure)
        return versions.get(session, linked.definition, versions.newest(session).get(linked.definition, 0))

    def _kept(self, parent: Draft, form: OpenDraft) -> Draft:
        now = self._at.clock()
        child = self._children(parent.id).get(form.definition.procedure)
        if child is None:
            child = Draft(
                owner_id=parent.owner_id,
                procedure_code=form.definition.procedure,
                definition_id=form.definition.id,
                definition_version=form.definition.version,
                parent_id=parent.id,
                created_at=now,
            )
            self._at.session.add(child)
        child.language, child.saved_at, child.state = form.context.lang, now, store(form.state)
        parent.saved_at = now
        self._at.session.flush()
        return child
