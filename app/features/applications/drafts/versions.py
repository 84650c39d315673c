"""When an agency publishes a new version of a form that somebody is filling in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from app.errors import Conflict
from app.features.applications.drafts.editing import OpenDraft, Workplace
from app.features.applications.drafts.ownership import own_draft
from app.features.applications.drafts.set_aside import Left, left_behind, remembered
from app.features.applications.models import Draft
from app.texts import Text
from app.wizard.services import Change, Changes
from app.wizard.state import State, store
from app.wizard.structure import Definition
from app.wizard.versions.differences import Difference, differences
from app.wizard.versions.history import renamings
from app.wizard.versions.moving import Dropped, Report, moved


class Outdated(Conflict):
    """The version a draft was begun with is not accepted any more; nothing of the draft is lost."""

    def __init__(self, draft_id: UUID) -> None:
        super().__init__(f"draft {draft_id} is of a version that is no longer accepted")
        self.draft_id = draft_id


@dataclass(frozen=True, slots=True)
class Newer:
    """The newest version of a draft's form, what it changes, and what moving there would do.

    `in_force` says that the draft's own version cannot be sent any more, `effective` from when.
    """

    definition: Definition
    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    mandatory: bool
    in_force: bool
    effective: date | None
    legal: tuple[Text, ...]
    state: State
    report: Report


class Versions:
    """What became of the versions that drafts are pinned to."""

    def __init__(self, workplace: Workplace) -> None:
        self._at = workplace

    def newer(self, draft: OpenDraft) -> Newer | None:
        """The newest version of the draft's form, None when the draft has it."""
        later = self._later(draft.definition)
        if not later:
            return None
        renamed = renamings(later)
        state, report = moved(draft.definition, later[-1], draft.state, draft.context, renamed)
        musts = [one for one in _changes(later) if one.mandatory]
        return Newer(
            definition=later[-1],
            changes=tuple(item for one in _changes(later) for item in one.items),
            differences=differences(draft.definition, later[-1], renamed),
            mandatory=bool(musts),
            in_force=any(_in_force(one, draft.context.today) for one in musts),
            effective=min(
                (date.fromisoformat(one.effective) for one in musts if one.effective), default=None
            ),
            legal=tuple(one.legal for one in _changes(later) if one.legal),
            state=state,
            report=report,
        )

    def unseen(self, draft: OpenDraft, *, owner: UUID) -> bool:
        """Whether there is a version the owner has not decided about, or whose use is mandatory by now."""
        later = self._later(draft.definition)
        if not later:
            return False
        row = own_draft(self._at.session, draft.id, owner)
        forced = any(_in_force(one, draft.context.today) for one in _changes(later))
        return forced or (row.kept_version or 0) < later[-1].version

    def require_accepted(self, draft: OpenDraft) -> None:
        """Raise `Outdated` when the draft's version may not be sent any more."""
        if any(_in_force(one, draft.context.today) for one in _changes(self._later(draft.definition))):
            raise Outdated(draft.id)

    def move(self, draft_id: UUID, *, owner: UUID, language: str) -> Report:
        """Move to the newest version; what is not taken over stays with the draft. Again is harmless."""
        row = own_draft(self._at.session, draft_id, owner, lock=True)
        found = self.newer(self._at.opened(row, language))
        if found is None:
            return Report(0)
        row.definition_version = found.definition.version
        row.kept_version = None
        row.state = store(found.state)
        row.set_aside = [*(row.set_aside or []), *remembered(found.report.dropped)]
        row.language, row.saved_at = language, self._at.clock()
        self._at.session.commit()
        return found.report

    def keep(self, draft_id: UUID, *, owner: UUID, language: str) -> None:
        """Stay with the draft's version while it is accepted; raises `Outdated` when it is not."""
        row = own_draft(self._at.session, draft_id, owner, lock=True)
        draft = self._at.opened(row, language)
        self.require_accepted(draft)
        later = self._later(draft.definition)
        row.kept_version = later[-1].version if later else None
        self._at.session.commit()

    def would_leave(self, draft: OpenDraft, newer: Newer) -> tuple[Left, ...]:
        """The answers that moving would leave behind, as they are shown."""
        return left_behind(newer.report.dropped, lambda _: draft.definition, draft.context)

    def set_aside(self, draft_id: UUID, *, owner: UUID, language: str) -> tuple[Left, ...]:
        """What earlier moves left behind; raises `NotFound`."""
        row = own_draft(self._at.session, draft_id, owner)
        return self._left(row, language)

    def _left(self, row: Draft, language: str) -> tuple[Left, ...]:
        context = self._at.opened(row, language).context
        dropped = msgspec.convert(row.set_aside or [], list[Dropped])
        return left_behind(
            dropped,
            lambda one: self._at.definitions.get(self._at.session, one.definition, one.version),
            context,
        )

    def _later(self, definition: Definition) -> tuple[Definition, ...]:
        return self._at.definitions.later(self._at.session, definition.id, definition.version)


def _changes(versions: tuple[Definition, ...]) -> list[Changes]:
    return [one.changes for one in versions if one.changes]


def _first_day(musts: list[Changes]) -> date | None:
    return min((date.fromisoformat(one.effective) for one in musts if one.effective), default=None)


def _in_force(changes: Changes, today: date) -> bool:
    started = changes.effective is None or date.fromisoformat(changes.effective) <= today
    return changes.mandatory and started
