"""A new draft with the answers of an application that was sent before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.features.applications.drafts.editing import day_of
from app.features.applications.drafts.service import Beginning, DraftService
from app.features.applications.drafts.set_aside import remembered
from app.features.applications.models import Application, Draft
from app.texts import Text
from app.wizard.state import State, restore, store
from app.wizard.structure import Definition
from app.wizard.versions.history import renamings
from app.wizard.versions.moving import Dropped, moved
from app.wizard.versions.renewing import last_answers, renewed


@dataclass(frozen=True, slots=True)
class Original:
    """An application that may be used again."""

    receipt_number: str
    procedure_code: str
    title: Text
    subject: str | None
    submitted_at: datetime


class Cloning:
    """Copies of sent applications; files are not copied but named again."""

    def __init__(self, session: Session, drafts: DraftService) -> None:
        self._session = session
        self._drafts = drafts

    def original(self, receipt_number: str, *, owner: UUID) -> Original:
        """What would be copied; raises `NotFound` for what this person did not send here."""
        application = self._sent(receipt_number, owner)
        draft = self._drafts.workplace.opened(self._source(application), "vi")
        return Original(
            application.receipt_number,
            application.procedure_code,
            draft.definition.title,
            draft.subject,
            application.submitted_at,
        )

    def copy(self, receipt_number: str, *, owner: UUID, language: str, attempt: str | None = None) -> UUID:
        """Begin a draft with those answers; what is not taken over is set aside, with the reason.

        Asked again by the same `attempt`, it is the same draft. Raises `NotFound`, and `Closed` outside the
        time the service is open.
        """
        application, drafts = self._sent(receipt_number, owner), self._drafts
        made = drafts.made(attempt, owner=owner)
        if made:
            return made
        row = drafts.begun(Beginning(application.procedure_code, owner, language, attempt))
        state, dropped = self._taken_over(application, row, language)
        row.state = store(state)
        row.set_aside = remembered(dropped) or None
        row.copied_from = application.receipt_number
        return drafts.keep(row)

    def _taken_over(
        self, application: Application, row: Draft, language: str
    ) -> tuple[State, tuple[Dropped, ...]]:
        place, source = self._drafts.workplace, self._source(application)
        fresh = place.opened(row, language)
        sent_on = day_of(application.submitted_at)
        old = place.definitions.get(self._session, source.definition_id, source.definition_version)
        begun = replace(fresh.state, answers=last_answers(old, restore(source.state), sent_on))
        state, report = moved(old, fresh.definition, begun, fresh.context, self._names(old, fresh.definition))
        state, stale = renewed(fresh.definition, state, fresh.context, sent_on)
        return state, (*report.dropped, *stale)

    def _names(self, old: Definition, new: Definition) -> dict[str, str] | None:
        if old.id != new.id:
            return {}
        return renamings(self._drafts.workplace.definitions.later(self._session, old.id, old.version))

    def _sent(self, receipt_number: str, owner: UUID) -> Application:
        application = self._session.scalars(
            select(Application).where(
                Application.receipt_number == receipt_number, Application.owner_id == owner
            )
        ).first()
        if application is None:
            raise NotFound("no such application of this person")
        return application

    def _source(self, application: Application) -> Draft:
        row = self._session.get(Draft, application.draft_id)
        if row is None:
            raise NotFound("the draft of this application is gone")
        return row
