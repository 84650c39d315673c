"""The log of what happened to dossiers, in the order it was committed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from app.sandbox.agencies.models import Dossier, DossierEvent
from app.sandbox.clock import written
from app.sandbox.counting import next_number

COUNTER = "dossier events"


def record_event(
    session: Session,
    dossier: Dossier,
    status: int,
    now: datetime,
    *,
    actor: str,
    note: dict[str, str] | None = None,
    request: dict[str, Any] | None = None,
    result: dict[str, Any] | None = None,
) -> DossierEvent:
    """Move the dossier to `status` and log it; the caller commits."""
    dossier.status = status
    dossier.version += 1
    event = DossierEvent(
        cursor=next_number(session, COUNTER),
        event_id=str(uuid.uuid4()),
        dossier_code=dossier.code,
        application_id=dossier.application_id,
        version=dossier.version,
        status=status,
        occurred_at=now,
        actor={"name": actor, "unit": dossier.agency["name"]},
        note=note,
        due_at=dossier.due_at,
        request=request,
        result=result,
    )
    session.add(event)
    return event


def events_after(session: Session, cursor: int, limit: int) -> list[dict[str, Any]]:
    """At most `limit` events with a larger cursor, oldest first."""
    return _events(session, DossierEvent.cursor > cursor, limit)


def events_until(session: Session, cursor: int, limit: int) -> list[dict[str, Any]]:
    """At most `limit` events up to `cursor`, oldest first."""
    return _events(session, DossierEvent.cursor <= cursor, limit)


def latest_after(session: Session, cursor: int, limit: int) -> list[dict[str, Any]]:
    """At most `limit` dossiers whose last event has a larger cursor, in the order of those events."""
    latest = and_(Dossier.code == DossierEvent.dossier_code, Dossier.version == DossierEvent.version)
    rows = select(DossierEvent).join(Dossier, latest).where(DossierEvent.cursor > cursor)
    return [_latest(event) for event in session.scalars(rows.order_by(DossierEvent.cursor).limit(limit))]


def _latest(event: DossierEvent) -> dict[str, Any]:
    return {
        "cursor": str(event.cursor),
        "dossier_code": event.dossier_code,
        "application_id": event.application_id,
        "version": event.version,
        "status": event.status,
    }


def _events(session: Session, where: ColumnElement[bool], limit: int) -> list[dict[str, Any]]:
    rows = select(DossierEvent).where(where).order_by(DossierEvent.cursor).limit(limit)
    return [event_item(event) for event in session.scalars(rows)]


def event_item(event: DossierEvent) -> dict[str, Any]:
    """The event as the feed shows it."""
    return {
        "event_id": event.event_id,
        "cursor": str(event.cursor),
        "version": event.version,
        "dossier_code": event.dossier_code,
        "application_id": event.application_id,
        "status": event.status,
        "occurred_at": written(event.occurred_at),
        "actor": event.actor,
        "note": event.note,
        "due_at": written(event.due_at) if event.due_at else None,
        "request": event.request,
        "result": event.result,
    }
