"""An agency's truth, and whether the portal's mirror is equal to all of it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import select

from app.db.base import Database
from app.features.dossiers.mirror.facts import fact_digest
from app.features.dossiers.mirror.holders import holder_key
from app.features.dossiers.mirror.models import Dossier, DossierEvent
from app.features.dossiers.mirror.statuses import STATUSES
from app.features.notices.models import Notice
from app.gateways.agencies import DossierChange
from app.gateways.dossier_records import DossierRecord
from tests.support.dossiers import change

_SAID = (
    "code", "status", "version", "procedure_code", "agency_code", "locality_code", "holder_kind", "channel",
    "received_at", "due_at",
)  # fmt: skip


def truth(applications: Sequence[UUID], seed: int = 5) -> list[DossierChange]:
    """What happened to several dossiers, lawful steps only, in the order of the agency's log."""
    chance = random.Random(seed)
    stories = {
        application: _story(application, number, chance) for number, application in enumerate(applications)
    }
    log = []
    while any(stories.values()):
        application = chance.choice([one for one, story in stories.items() if story])
        log.append(stories[application].pop(0))
    return log


def without_last(log: Sequence[DossierChange]) -> list[DossierChange]:
    """The log without the last event of each dossier: no gap shows."""
    last = {event.dossier_code: event.version for event in log}
    return [event for event in log if event.version != last[event.dossier_code]]


def code_of(number: int) -> str:
    """The code of the dossier with a number."""
    return f"000.00.00.H26-261123-{number + 1:04d}"


def assert_mirrors(database: Database, log: Sequence[DossierChange]) -> None:
    """The mirror is the agency's truth: every dossier and event, and each told to its owner exactly once."""
    wanted = {}
    for event in log:
        wanted[event.dossier_code] = event
    with database.session(writes=False) as session:
        dossiers = {one.code: one for one in session.scalars(select(Dossier))}
        events = {one.event_id: one for one in session.scalars(select(DossierEvent))}
        of_steps = Notice.kind.in_(("status", "asked", "result"))
        notices = sorted(session.scalars(select(Notice.id).where(of_steps)))
    for code, last in wanted.items():
        shown = dossiers[code]
        assert (shown.status, shown.version) == (last.status, last.version)
        assert (shown.finished_at is not None) == STATUSES[last.status].ended
    assert set(events) == {event.event_id for event in log}
    for event in log:
        kept = events[event.event_id]
        owner = dossiers[event.dossier_code]
        assert (kept.version, kept.status, kept.dossier_id) == (event.version, event.status, owner.id)
        assert kept.occurred_at == event.occurred_at
        assert kept.lawful
    told = sorted(uuid5(dossiers[event.dossier_code].owner_id, event.event_id) for event in log)
    assert notices == told


def assert_holds(database: Database, records: Iterable[DossierRecord]) -> None:
    """The mirror is what the records say: every dossier once, as the highest version has it, and no other."""
    wanted: dict[str, DossierRecord] = {}
    for record in records:
        if record.code not in wanted or record.version > wanted[record.code].version:
            wanted[record.code] = record
    with database.session(writes=False) as session:
        shown = list(session.scalars(select(Dossier)))
    assert sorted(one.code or "" for one in shown) == sorted(wanted)
    for one in shown:
        assert _kept(one) == _said(wanted[one.code or ""], one.id)


def _kept(one: Dossier) -> dict[str, Any]:
    names = (*_SAID, "holder", "finished_at", "submitted_at", "needs_person", "subject")
    facts = {"id_digest": one.fact_id_digest, "phone_digest": one.fact_phone_digest}
    return {name: getattr(one, name) for name in names} | facts


def _said(record: DossierRecord, identity: UUID) -> dict[str, Any]:
    status = STATUSES[record.status]
    return {name: getattr(record, name) for name in _SAID} | {
        "holder": holder_key(record.holder) if record.holder else None,
        "finished_at": record.finished_at if status.ended else None,
        "submitted_at": record.received_at,
        "needs_person": status.asks,
        "subject": record.subject,
        "id_digest": fact_digest(identity, record.holder),
        "phone_digest": fact_digest(identity, record.phone),
    }


def _story(application: UUID, number: int, chance: random.Random) -> list[DossierChange]:
    steps, now = [], 1
    for version in range(1, 9):
        steps.append(change(application, version, now, dossier_code=code_of(number)))
        followers = sorted(STATUSES[now].followers)
        if not followers:
            break
        now = chance.choice(followers)
    return steps
