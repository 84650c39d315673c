"""What a dossier's owner is told of it: once per event, by the channels they chose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.clock import VIETNAM, Clock
from app.features.catalogue.service import CatalogueService
from app.features.dossiers.mirror.models import Dossier, DossierEvent
from app.features.dossiers.mirror.statuses import COMPLETED, RETURNED, SUPPLEMENT_ASKED, Status, status
from app.features.notices.matter import Matter
from app.features.notices.service import NoticeService
from app.texts import Text

_OLD = timedelta(days=30)
_BEFORE_ANSWER = timedelta(days=2)
_BEFORE_RATING = timedelta(days=2)

_MOVED: Text = {"vi": "Cơ quan hẹn lại ngày trả kết quả", "en": "The agency moved its date"}
_SORRY: Text = {
    "vi": "Cơ quan xin lỗi vì chưa có kết quả đúng hẹn. Phiếu xin lỗi có trên trang hồ sơ.",
    "en": "The agency apologises for not being ready in time. Its apology slip is on the dossier’s page.",
}


class Notices:
    """Leaves notices in the caller's transaction; says nothing of what is long past or nobody's here."""

    def __init__(self, notices: NoticeService, catalogue: CatalogueService, clock: Clock) -> None:
        self._notices = notices
        self._catalogue = catalogue
        self._clock = clock
        self._names: dict[str, Text] = {}

    def expect(self, told: Sequence[tuple[Dossier, str]]) -> None:
        """Look up once for a whole batch what `status` needs for these dossiers and event ids."""
        owned = [(dossier.owner_id, dossier, event_id) for dossier, event_id in told if dossier.owner_id]
        keys = ((event_id, _answer_key(one.id), rating_key(one.id)) for _, one, event_id in owned)
        self._notices.expect(
            {(owner, key) for (owner, _, _), some in zip(owned, keys, strict=True) for key in some},
            {dossier.email for _, dossier, _ in owned if dossier.email},
        )
        codes = {dossier.procedure_code for _, dossier, _ in owned}
        self._names = {code: {"vi": code} for code in codes} | self._catalogue.names(codes)

    def status(
        self, dossier: Dossier, event: DossierEvent, *, moved: bool = False, quiet: bool = False
    ) -> None:
        """Tell of a new status and plan its reminders; `moved` when the event only sets a later day.

        `quiet` for what was loaded and not lived through.
        """
        if quiet or dossier.owner_id is None or self._clock() - event.occurred_at > _OLD:
            return
        now = status(event.status)
        request = event.request if event.status == SUPPLEMENT_ASKED else None
        answer_by = _day(request.get("answer_by")) if request else None
        matter = self._matter(
            dossier,
            headline=_MOVED if moved else now.name,
            meaning=_SORRY if moved else now.meaning,
            next=now.next,
            points=len(request["points"]) if request else 0,
            day=answer_by,
            due_on=_promised(dossier, now),
        )
        self._leave(dossier, _kind(now), event.event_id, matter, deadline=_end_of(answer_by))
        self._plan(dossier, now, event.event_id, answer_by)

    def refused(self, dossier: Dossier) -> None:
        """Tell that the agency's system did not take the application."""
        self._leave(dossier, "refused", f"refused:{dossier.id}", self._matter(dossier))

    def answered(self, dossier: Dossier) -> None:
        """The person did what was asked: no reminder of it any more."""
        self._notices.withdraw(dossier.owner_id, _answer_key(dossier.id))

    def _plan(self, dossier: Dossier, now: Status, event_id: str, answer_by: date | None) -> None:
        self.answered(dossier)
        deadline = _end_of(answer_by)
        if deadline is not None and deadline - _BEFORE_ANSWER > self._clock():
            matter = self._matter(dossier, headline=now.name, day=answer_by)
            at = deadline - _BEFORE_ANSWER
            self._leave(dossier, "supplement_due", _answer_key(dossier.id), matter, deadline=deadline, at=at)
        if now.ratable:
            at = self._clock() + _BEFORE_RATING
            self._leave(dossier, "rating_asked", rating_key(dossier.id), self._matter(dossier), at=at)

    def _leave(
        self,
        dossier: Dossier,
        kind: str,
        key: str,
        matter: Matter,
        *,
        deadline: datetime | None = None,
        at: datetime | None = None,
    ) -> None:
        self._notices.leave(
            dossier.owner_id,
            kind,
            event_key=key,
            matter=matter,
            language=dossier.language,
            email=dossier.email,
            deadline=deadline,
            at=at,
        )

    def _matter(self, dossier: Dossier, **fields: Any) -> Matter:
        code = dossier.procedure_code
        name = self._names.get(code) or self._catalogue.names([code]).get(code)
        return Matter(
            reference=dossier.reference,
            path=f"dossiers/{dossier.reference}",
            name=name or {"vi": code},
            **fields,
        )


def rating_key(dossier_id: UUID) -> str:
    """The event of asking for a dossier's rating, which happens once."""
    return f"rating:{dossier_id}"


def _answer_key(dossier_id: UUID) -> str:
    return f"answer:{dossier_id}"


def _kind(now: Status) -> str:
    if now.asks:
        return "asked"
    return "result" if now.code in {COMPLETED, RETURNED} else "status"


def _promised(dossier: Dossier, now: Status) -> date | None:
    open_ended = now.ended or now.paused or dossier.due_at is None
    return None if open_ended or dossier.due_at is None else dossier.due_at.astimezone(VIETNAM).date()


def _end_of(day: date | None) -> datetime | None:
    """The last moment of a day in Vietnam."""
    return datetime.combine(day + timedelta(days=1), time(0), VIETNAM) if day else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
