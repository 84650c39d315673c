"""Takes the answer to a supplement request, once, with every point answered."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.sandbox.agencies.bodies import PointAnswer, Supplement, body_digest, read_body
from app.sandbox.agencies.catalogue import working_days_for
from app.sandbox.agencies.deadlines import due_at
from app.sandbox.agencies.events import record_event
from app.sandbox.agencies.models import Dossier, DossierFile, SupplementRequest
from app.sandbox.agencies.reception import ONE_STOP, acknowledged, require_files
from app.sandbox.agencies.statuses import ACCEPTED, SUPPLEMENT
from app.sandbox.clock import Clock
from app.sandbox.errors import Unacceptable, Unknown, Unlawful

SUPPLEMENT_NOTE = {
    "vi": "Đã nhận giấy tờ bổ sung. Thời hạn giải quyết được tính lại từ đầu.",
    "en": "The supplement has arrived. The time limit begins anew.",
}


class Supplements:
    """Files what the citizen adds; the clock of the dossier begins anew (Decree 61/2018 Art. 19(4))."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def answer(self, code: str, key: str | None, content: bytes) -> dict[str, Any]:
        """Take the answer; raises Unknown, Unlawful, Unacceptable or MissingFiles."""
        supplement = read_body(content, Supplement)
        if not key:
            problem = {"path": "Idempotency-Key", "message": "is missing"}
            raise Unacceptable("A supplement needs an Idempotency-Key.", [problem])
        dossier = self._session.get(Dossier, code, with_for_update=True)
        if dossier is None:
            raise Unknown("There is no such dossier.")
        earlier = self._earlier(code, key, body_digest(content))
        if earlier is not None:
            return earlier
        asked = _open_request(dossier, supplement.request_id)
        _refuse_incomplete(asked, supplement.answers)
        require_files(self._session, [file for answer in supplement.answers for file in answer.files])
        return self._file(dossier, asked, supplement, key, body_digest(content))

    def _earlier(self, code: str, key: str, digest: str) -> dict[str, Any] | None:
        by_key = select(SupplementRequest).where(SupplementRequest.idempotency_key == key)
        asked = self._session.scalar(by_key)
        if asked is None:
            return None
        if asked.dossier_code != code or asked.body_digest != digest:
            raise Unlawful("This Idempotency-Key was used before with another content.")
        return asked.answer

    def _file(
        self, dossier: Dossier, asked: SupplementRequest, supplement: Supplement, key: str, digest: str
    ) -> dict[str, Any]:
        now = self._clock()
        files = [(answer.point, file) for answer in supplement.answers for file in answer.files]
        asked.answered_at, asked.idempotency_key, asked.body_digest = now, key, digest
        asked.answers = msgspec.to_builtins(supplement.answers)
        asked.answer = {"files": acknowledged(file for _, file in files)}
        for point, file in files:
            dossier.files.append(
                DossierFile(
                    file_id=file.id,
                    question=f"supplement:{point}",
                    name=file.name,
                    media_type=file.media_type,
                    size=file.size,
                    sha256=file.sha256,
                )
            )
        days = working_days_for(self._session, dossier.procedure)
        dossier.due_at = due_at(now, days) if days is not None else None
        record_event(self._session, dossier, ACCEPTED, now, actor=ONE_STOP, note=SUPPLEMENT_NOTE)
        self._session.commit()
        return asked.answer


def _open_request(dossier: Dossier, request_id: str) -> SupplementRequest:
    asked = dossier.requests[-1] if dossier.requests else None
    waiting = asked is not None and asked.answered_at is None and dossier.status == SUPPLEMENT
    if asked is None or not waiting or asked.id != request_id:
        raise Unlawful("No supplement is asked for with this request.")
    return asked


def _refuse_incomplete(asked: SupplementRequest, answers: list[PointAnswer]) -> None:
    given = {answer.point: answer for answer in answers}
    points = {point["key"]: point["kind"] for point in asked.points}
    problems = [
        {"path": f"$.answers[?(@.point=='{key}')]", "message": f"this point asks for a {kind}"}
        for key, kind in points.items()
        if not _answered(given.get(key), kind)
    ]
    problems += [
        {"path": f"$.answers[?(@.point=='{key}')]", "message": "nothing is asked under this point"}
        for key in given.keys() - points.keys()
    ]
    if len(given) != len(answers):
        problems.append({"path": "$.answers", "message": "every point once"})
    if problems:
        raise Unacceptable("The supplement does not answer what was asked.", problems)


def _answered(answer: PointAnswer | None, kind: str) -> bool:
    if answer is None:
        return False
    return bool(answer.files) if kind == "file" else bool(answer.text and answer.text.strip())
