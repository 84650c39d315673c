"""An agency's truth, and whether the portal's mirror is equal to all of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy import select

from app.db.base import Database
from app.features.dossiers.mirror.models import Dossier, DossierEvent
from app.features.dossiers.mirror.statuses import STATUSES
from app.features.notices.models import Notice
from app.gateways.agencies import DossierChange
from tests.support.dossiers import change


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


def _story(application: UUID, number: int, chance: random.Random) -> list[DossierChange]:
    steps, now = [], 1
    for version in range(1, 9):
        steps.append(change(application, version, now, dossier_code=code_of(number)))
        followers = sorted(STATUSES[now].followers)
        if not followers:
            break
        now = chance.choice(followers)
    return steps
