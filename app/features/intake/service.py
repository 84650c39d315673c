"""The door through which agencies push: who is it, is there room, was it here before, what became of it."""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.db.base import Database
from app.features.dossiers.service import DossierService
from app.features.intake.batches import Batch, Batches, Report
from app.features.intake.keys import AgencyKeys
from app.features.intake.models import HookBatch
from app.features.intake.signatures import Incoming, NotSigned, verify
from app.jobs.outbox import OutboxMessage
from app.jobs.quarantine import QuarantinedItem

LARGEST_BODY = 5 * 1024 * 1024
MOST_ITEMS = 2_000
_AT_ONCE = 4
_DEEPEST_QUEUE = 100_000
_REMEMBERED = timedelta(days=7)
_LONGEST_BATCH_ID = 64

log: Any = structlog.get_logger("portal.intake")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the sender is answered; `body` is a report, or a problem (RFC 9457)."""

    status: int
    body: dict[str, Any]
    retry_after_s: int | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def media_type(self) -> str:
        """Of the body."""
        return "application/problem+json" if self.status >= 400 else "application/json"


class Intake:
    """Answers agencies; opens its own transactions, and any number of processes may do so at once."""

    def __init__(
        self,
        database: Database,
        dossiers: Callable[[Session], DossierService],
        clock: Clock,
        *,
        at_once: int = _AT_ONCE,
        deepest_queue: int = _DEEPEST_QUEUE,
    ) -> None:
        self._database = database
        self._dossiers = dossiers
        self._clock = clock
        self._room = threading.BoundedSemaphore(at_once)
        self._deepest_queue = deepest_queue

    def receive(self, incoming: Incoming) -> Answer:
        """Take a pushed batch; a batch that was answered before gets the same answer."""
        if len(incoming.body) > LARGEST_BODY:
            return problem(413, f"at most {LARGEST_BODY // 2**20} MiB and {MOST_ITEMS} items at a time")
        if not self._room.acquire(blocking=False):
            return problem(429, "other batches are being taken in; send this one again", retry_after_s=2)
        try:
            return self._signed(incoming, self._take)
        finally:
            self._room.release()

    def set_aside(self, incoming: Incoming) -> Answer:
        """What of the sender's was set aside and not settled yet, newest first, at most 500."""
        return self._signed(incoming, self._waiting)

    def forget(self) -> int:
        """Delete nonces and answers nobody can ask for any more."""
        with self._database.transaction() as session:
            old = HookBatch.arrived_at < self._clock() - _REMEMBERED
            session.execute(delete(HookBatch).where(old))
            return AgencyKeys(session, self._clock).forget_nonces()

    def _signed(self, incoming: Incoming, act: Callable[[Incoming, str], Answer]) -> Answer:
        with self._database.transaction() as session:
            keys = AgencyKeys(session, self._clock)
            try:
                signed = verify(incoming, keys.find, self._clock())
            except NotSigned as error:
                log.warning("batch refused", reason=str(error))
                return problem(401, str(error))
            if not keys.use_nonce(signed.key.key_id, signed.nonce):
                log.warning("batch refused", reason="replayed nonce", key_id=signed.key.key_id)
                return problem(401, "the nonce was used before")
        return act(incoming, signed.key.agency)

    def _take(self, incoming: Incoming, agency: str) -> Answer:
        try:
            batch = msgspec.json.decode(incoming.body, type=Batch)
        except (ValueError, RecursionError) as error:
            return problem(422, str(error))
        if not 1 <= len(batch.batch_id) <= _LONGEST_BATCH_ID or "\0" in batch.batch_id:
            return problem(422, "$.batch_id: 1 to 64 characters")
        if len(batch.items) > MOST_ITEMS:
            return problem(413, f"at most {MOST_ITEMS} items at a time")
        if self._queue() > self._deepest_queue:
            return problem(503, "too much is waiting here; send this batch again later", retry_after_s=60)
        digest = hashlib.sha256(incoming.body).digest()
        for _ in range(2):
            try:
                return self._once(batch, agency, digest)
            except IntegrityError:
                # Another process has stored the same dossier or batch meanwhile; now it is known.
                log.info("batch taken again", agency=agency)
        return problem(503, "the same dossiers are being sent by others; send again", retry_after_s=2)

    def _once(self, batch: Batch, agency: str, digest: bytes) -> Answer:
        with self._database.transaction() as session:
            earlier = session.get(HookBatch, (agency, batch.batch_id))
            if earlier is not None:
                same = earlier.digest == digest
                return _report(earlier.answer) if same else problem(409, "$.batch_id: used for another batch")
            reports = Batches(session, self._dossiers(session), self._clock).take(batch, agency)
            body = {"batch_id": batch.batch_id, "results": [msgspec.to_builtins(one) for one in reports]}
            session.add(
                HookBatch(
                    agency=agency,
                    batch_id=batch.batch_id,
                    digest=digest,
                    answer=body,
                    arrived_at=self._clock(),
                )
            )
            session.commit()
        _log(agency, reports)
        return _report(body)

    def _waiting(self, _incoming: Incoming, agency: str) -> Answer:
        with closing(self._database.session(writes=False)) as session:
            items = session.scalars(
                select(QuarantinedItem)
                .where(QuarantinedItem.sender == agency, QuarantinedItem.settled_at.is_(None))
                .order_by(QuarantinedItem.arrived_at.desc())
                .limit(500)
            )
            shown = [
                {"reference": one.reference, "reason": one.reason, "arrived_at": one.arrived_at.isoformat()}
                for one in items
            ]
        return Answer(200, {"items": shown})

    def _queue(self) -> int:
        with closing(self._database.session(writes=False)) as session:
            unsettled = select(OutboxMessage.id).where(OutboxMessage.settled_at.is_(None))
            counted = select(func.count()).select_from(unsettled.limit(self._deepest_queue + 1).subquery())
            return session.scalar(counted) or 0


def problem(status: int, detail: str, *, retry_after_s: int | None = None) -> Answer:
    """A refusal in the words of RFC 9457."""
    return Answer(status, {"type": "about:blank", "status": status, "detail": detail}, retry_after_s)


def _report(body: dict[str, Any]) -> Answer:
    """207 when not everything was taken, so that a sender who looks at nothing else sees it."""
    refused = any(one["outcome"] == "refused" for one in body["results"])
    return Answer(207 if refused else 200, body)


def _log(agency: str, reports: list[Report]) -> None:
    log.info("batch taken", agency=agency, outcomes=dict(Counter(report.outcome for report in reports)))
