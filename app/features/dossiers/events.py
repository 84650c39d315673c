"""Take in what agencies tell about dossiers, in whatever order and however often they tell it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.features.dossiers.models import Dossier, DossierEvent
from app.features.dossiers.notices import Notices
from app.features.dossiers.statuses import STATUSES, lawful, status
from app.gateways.agencies import DossierChange

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
# An event's id becomes the key of its mail and travels in a header: visible ASCII only.
_EVENT_ID = re.compile(r"[\x21-\x7e]{1,100}")
_LARGEST_VERSION = 2**31 - 1

log: Any = structlog.get_logger("portal.dossiers")


class UnusableChange(ValueError):
    """The event cannot be about any dossier: its status, version, code or id is impossible."""


class EventLog:
    """Keeps every event once and applies a dossier's events by version; part of the caller's transaction."""

    def __init__(self, session: Session, clock: Clock, notices: Notices) -> None:
        self._session = session
        self._clock = clock
        self._notices = notices

    def take(self, changes: Sequence[DossierChange]) -> None:
        """Keep the changes, then bring their dossiers forward; raises `UnusableChange`."""
        for change in changes:
            _check(change)
        self._keep(changes)
        about = {UUID(change.application_id) for change in changes if _is_uuid(change.application_id)}
        # Always locked in the same order, so that two workers never wait for each other.
        dossiers = select(Dossier).where(Dossier.application_id.in_(about)).order_by(Dossier.id)
        for dossier in self._session.scalars(dossiers.with_for_update()).all():
            self.advance(dossier)

    def advance(self, dossier: Dossier) -> None:
        """Apply the kept events that come next, one version after the other, up to the first gap."""
        self._session.flush()
        waiting = self._session.scalars(
            select(DossierEvent)
            .where(
                DossierEvent.application_id == str(dossier.application_id),
                DossierEvent.dossier_id.is_(None),
                DossierEvent.version > dossier.version,
            )
            .order_by(DossierEvent.version, DossierEvent.arrived_at, DossierEvent.event_id)
        ).all()
        for event in waiting:
            if event.version == dossier.version + 1 and self._belongs(dossier, event):
                self._happen(dossier, event)
        self._session.flush()

    def _keep(self, changes: Sequence[DossierChange]) -> None:
        ids = {change.event_id for change in changes}
        query = select(DossierEvent).where(DossierEvent.event_id.in_(ids))
        known = {event.event_id: event for event in self._session.scalars(query)}
        for change in changes:
            earlier = known.get(change.event_id)
            if earlier is None:
                known[change.event_id] = event = self._event(change)
                self._session.add(event)
            elif (earlier.version, earlier.status) != (change.version, change.status):
                log.error("an event came again with another content", event_id=change.event_id)
        self._session.flush()

    def _event(self, change: DossierChange) -> DossierEvent:
        return DossierEvent(
            event_id=change.event_id,
            application_id=change.application_id.lower(),
            dossier_code=change.dossier_code,
            version=change.version,
            status=change.status,
            occurred_at=change.occurred_at,
            actor=msgspec.to_builtins(change.actor),
            note=change.note,
            due_at=change.due_at,
            request=msgspec.to_builtins(change.request),
            result=msgspec.to_builtins(change.result),
            arrived_at=self._clock(),
        )

    def _belongs(self, dossier: Dossier, event: DossierEvent) -> bool:
        """Whether the event's code is the dossier's; an event may be the first to tell the code."""
        if dossier.code is None:
            taken = select(Dossier.id).where(Dossier.code == event.dossier_code)
            fits = self._session.scalar(taken) is None
        else:
            fits = dossier.code == event.dossier_code
        if not fits:
            log.error("an event names the code of another dossier", event_id=event.event_id)
        return fits

    def _happen(self, dossier: Dossier, event: DossierEvent) -> None:
        event.dossier_id = dossier.id
        event.lawful = lawful(dossier.status, event.status)
        if not event.lawful:
            log.warning("unlawful step", event_id=event.event_id, before=dossier.status, after=event.status)
        now = status(event.status)
        dossier.code = dossier.code or event.dossier_code
        dossier.status = event.status
        dossier.version = event.version
        dossier.due_at = event.due_at or dossier.due_at
        dossier.needs_person = now.asks
        dossier.finished_at = (dossier.finished_at or event.occurred_at) if now.ended else None
        dossier.refusal = None
        dossier.updated_at = self._clock()
        self._notices.status(dossier, event)


def is_code(text: str) -> bool:
    """Whether the text can be a dossier code: letters, digits, dots, hyphens, at most 64."""
    return _CODE.fullmatch(text) is not None


def _check(change: DossierChange) -> None:
    if change.status not in STATUSES:
        raise UnusableChange(f"there is no status {change.status}")
    if not 1 <= change.version <= _LARGEST_VERSION:
        raise UnusableChange(f"there is no version {change.version}")
    if not _EVENT_ID.fullmatch(change.event_id) or not is_code(change.dossier_code):
        raise UnusableChange("the event's id or the dossier's code is none")
    if not 1 <= len(change.application_id) <= 64:
        raise UnusableChange("the application's id is none")
    moments = (change.occurred_at, change.due_at)
    if any(moment is not None and moment.tzinfo is None for moment in moments):
        raise UnusableChange("a time has no zone")


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
