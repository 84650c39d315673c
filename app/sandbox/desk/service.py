"""The officer's work: lawful steps only, each one an event that the citizen's portal will read."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sandbox.agencies.definitions import Definitions
from app.sandbox.agencies.events import record_event
from app.sandbox.agencies.models import Dossier, ResultFile, SupplementRequest
from app.sandbox.agencies.seals import Seals
from app.sandbox.agencies.shelf import Shelf
from app.sandbox.agencies.statuses import (
    ACCEPTED,
    DONE,
    IN_PROGRESS,
    PAYMENT,
    REFUSED,
    RETURNED,
    STOPPED,
    SUPPLEMENT,
    lawful,
)
from app.sandbox.clock import VIETNAM, Clock
from app.sandbox.desk.result import make_result
from app.sandbox.errors import Unacceptable, Unknown, Unlawful

Text = dict[str, str]
Words = str | Text | None
SHOWN = 200


@dataclass(frozen=True)
class Point:
    """One thing the applicant is asked to add."""

    text: Text
    kind: Literal["text", "file"] = "text"


class Desk:
    """One officer at work; every method commits once, and raises Unlawful where the statuses forbid it."""

    def __init__(
        self,
        session: Session,
        clock: Clock,
        definitions: Definitions,
        shelf: Shelf,
        officer: str,
        seals: Seals,
    ) -> None:
        self._session = session
        self._clock = clock
        self._definitions = definitions
        self._shelf = shelf
        self._officer = officer
        self._seals = seals

    def dossiers(self, status: int | None = None) -> list[Dossier]:
        """The newest dossiers first, of every status or of one, at most 200."""
        wanted = select(Dossier).order_by(Dossier.received_at.desc(), Dossier.code.desc()).limit(SHOWN)
        return list(
            self._session.scalars(wanted if status is None else wanted.where(Dossier.status == status))
        )

    def dossier(self, code: str) -> Dossier:
        """One dossier; raises Unknown."""
        dossier = self._session.get(Dossier, code)
        if dossier is None:
            raise Unknown("There is no such dossier.")
        return dossier

    def accept(self, code: str, note: Words = None) -> None:
        """Take the dossier in (status 2)."""
        self._move(code, ACCEPTED, note=note)

    def refuse(self, code: str, reason: Words) -> None:
        """Refuse the dossier for a reason (status 3)."""
        self._move(code, REFUSED, note=_said(reason))

    def start(self, code: str, note: Words = None) -> None:
        """Begin to process (status 4)."""
        self._move(code, IN_PROGRESS, note=note)

    def ask_supplement(self, code: str, points: Sequence[Point], answer_by: date, note: Words = None) -> str:
        """Ask for everything that is missing at once (status 5); returns the request's id."""
        dossier = self._lawful(code, SUPPLEMENT)
        _refuse_bad_request(points, answer_by, self._clock().astimezone(VIETNAM).date())
        asked = SupplementRequest(
            id=str(uuid.uuid4()),
            dossier_code=code,
            points=[
                {"key": str(number), "text": point.text, "kind": point.kind}
                for number, point in enumerate(points, 1)
            ],
            answer_by=answer_by,
            asked_at=self._clock(),
        )
        dossier.requests.append(asked)
        shown = {"id": asked.id, "points": asked.points, "answer_by": answer_by.isoformat()}
        self._log(dossier, SUPPLEMENT, note, request=shown)
        return asked.id

    def ask_payment(self, code: str, note: Words) -> None:
        """Ask the applicant to pay (status 6)."""
        self._move(code, PAYMENT, note=_said(note))

    def stop(self, code: str, reason: Words) -> None:
        """Stop processing for a reason (status 8)."""
        self._move(code, STOPPED, note=_said(reason))

    def finish(self, code: str, note: Words = None) -> None:
        """Finish with a result, made here as a PDF under the agency's seal (status 9)."""
        dossier = self._lawful(code, DONE)
        name, content = make_result(dossier, self._procedure_name(dossier), self._officer, self._clock())
        signed = self._seals.sign(content, dossier.agency["name"]["vi"], self._clock())
        stored = self._keep_result(dossier, signed)
        shown = {"name": name, "files": [_file_item(stored)]}
        self._log(dossier, DONE, note, result=shown)

    def postpone(self, code: str, until: date, reason: Words) -> None:
        """Apologise for the delay and name a later day, once (Decree 61/2018 Art. 19(9))."""
        dossier = self.dossier(code)
        if dossier.status not in (ACCEPTED, IN_PROGRESS) or dossier.due_at is None or _postponed(dossier):
            raise Unlawful("The date of the result can be moved once, while the dossier is being handled.")
        later = datetime.combine(until, dossier.due_at.astimezone(VIETNAM).timetz())
        if later <= dossier.due_at:
            raise Unacceptable("Give a later day.", [{"path": "until", "message": "is not later"}])
        dossier.due_at = later
        self._log(dossier, dossier.status, _said(reason))

    def hand_over(self, code: str, note: Words = None) -> None:
        """Hand the result over (status 10)."""
        self._move(code, RETURNED, note=note)

    def _move(self, code: str, status: int, *, note: Words) -> None:
        self._log(self._lawful(code, status), status, note)

    def _lawful(self, code: str, status: int) -> Dossier:
        dossier = self._session.get(Dossier, code, with_for_update=True)
        if dossier is None:
            raise Unknown("There is no such dossier.")
        if not lawful(dossier.status, status):
            raise Unlawful("The status of the dossier does not allow this step.")
        return dossier

    def _log(
        self,
        dossier: Dossier,
        status: int,
        note: Words,
        *,
        request: dict[str, Any] | None = None,
        result: dict[str, Any] | None = None,
    ) -> None:
        record_event(
            self._session,
            dossier,
            status,
            self._clock(),
            actor=self._officer,
            note={"vi": note} if isinstance(note, str) and note else note or None,
            request=request,
            result=result,
        )
        self._session.commit()

    def _procedure_name(self, dossier: Dossier) -> Text:
        definition = self._definitions.get(dossier.definition_id, dossier.definition_version)
        title: Text = definition.content.get("title") or {"vi": dossier.procedure}
        return title

    def _keep_result(self, dossier: Dossier, content: bytes) -> ResultFile:
        sha256 = self._shelf.add(content)
        stored = ResultFile(
            id=str(uuid.uuid4()),
            dossier_code=dossier.code,
            name=f"{dossier.code}.pdf",
            media_type="application/pdf",
            size=len(content),
            sha256=sha256,
        )
        self._session.add(stored)
        return stored


def _postponed(dossier: Dossier) -> bool:
    """Whether an event repeated the status before it, which only a new date does."""
    pairs = zip(dossier.events, dossier.events[1:], strict=False)
    return any(before.status == after.status for before, after in pairs)


def _said(words: Words) -> Words:
    spoken = words if isinstance(words, str) else " ".join((words or {}).values())
    if not spoken.strip():
        raise Unacceptable("Say why.", [{"path": "note", "message": "is missing"}])
    return words


def _refuse_bad_request(points: Sequence[Point], answer_by: date, today: date) -> None:
    if not points or any(not "".join(point.text.values()).strip() for point in points):
        raise Unacceptable("Name at least one thing to add.", [{"path": "points", "message": "is empty"}])
    if answer_by <= today:
        raise Unacceptable(
            "Give a day in the future.", [{"path": "answer_by", "message": "is not in the future"}]
        )


def _file_item(stored: ResultFile) -> dict[str, Any]:
    return {
        "id": stored.id,
        "name": stored.name,
        "media_type": stored.media_type,
        "size": stored.size,
        "sha256": stored.sha256,
    }
