"""Take in what agencies tell about dossiers, in whatever order and however often they tell it."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import msgspec
import structlog
from sqlalchemy.orm import Session

from app.clock import Clock
from app.features.dossiers.mirror.holders import year_of
from app.features.dossiers.mirror.ledger import Ledger
from app.features.dossiers.mirror.mirror import Place, Shown, Told, settle
from app.features.dossiers.mirror.models import Dossier, DossierEvent
from app.features.dossiers.mirror.notices import Notices
from app.features.dossiers.mirror.statuses import STATUSES
from app.gateways.agencies import DossierChange

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
# An event's id becomes the key of its mail and travels in a header: visible ASCII only.
_EVENT_ID = re.compile(r"[\x21-\x7e]{1,100}")
_LARGEST_VERSION = 2**31 - 1
_DIGEST = 8

Became = Literal["applied", "known", "held", "refused"]

CHANGED = "this event was told before with another content"
TOLD = "this version was told before by another event"

_BECAME: dict[Place, tuple[Became, str | None]] = {
    Place.NEWS: ("applied", None),
    Place.LATE: ("applied", "entered in the timeline; a later event is shown"),
    Place.WAITS: ("held", "earlier versions are missing"),
    Place.FOREIGN: ("held", "the dossier has another code"),
    Place.TOLD: ("refused", TOLD),
}

log: Any = structlog.get_logger("portal.dossiers")


class UnusableChange(ValueError):
    """The event cannot be about any dossier: its status, version, code or id is impossible."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one change; `reason` in words for the sender, without personal data."""

    event_id: str
    became: Became
    reason: str | None = None


class EventLog:
    """Keeps every event once and applies a dossier's events by version; part of the caller's transaction."""

    def __init__(self, session: Session, clock: Clock, notices: Notices) -> None:
        self._session = session
        self._clock = clock
        self._ledger = Ledger(session, clock)
        self._notices = notices

    def take(self, changes: Sequence[DossierChange]) -> list[Outcome]:
        """Keep the changes, then bring their dossiers forward; raises `UnusableChange`.

        Says for each what became of it; an event that contradicts what is kept is refused and not kept.
        """
        for change in changes:
            if reason := flaw(change):
                raise UnusableChange(reason)
        self._session.flush()
        known = self._ledger.digests({change.event_id for change in changes})
        answers: list[Outcome | None] = []
        fresh: dict[str, Told] = {}
        for change in changes:
            told = Told(self._row(change), stored=False)
            digest = told.row["digest"]
            earlier = known.setdefault(change.event_id, digest)
            if earlier is digest:
                fresh[change.event_id] = told
            answers.append(None if earlier is digest else _again(change.event_id, earlier, digest))
        became = {one.event_id: one for one in self._bring_forward(fresh.values())}
        pairs = zip(changes, answers, strict=True)
        return [answer or became[change.event_id] for change, answer in pairs]

    def advance(self, dossier: Dossier) -> None:
        """Apply the kept events that come next, one version after the other, up to the first gap."""
        self._session.flush()
        self._bring_forward((), [dossier.id])
        self._session.refresh(dossier)

    def _bring_forward(self, fresh: Collection[Told], ids: Sequence[UUID] = ()) -> list[Outcome]:
        if not fresh and not ids:
            return []
        shown = self._ledger.lock(
            ids,
            codes={told.row["dossier_code"] for told in fresh if told.row["application_id"] is None},
            applications={told.row["application_id"] for told in fresh if told.row["application_id"]},
        )
        waiting = self._ledger.waiting(shown)
        by_dossier, strangers = _assign([*waiting, *fresh], shown)
        others = self._ledger.codes_in_use(
            {told.row["dossier_code"] for told in waiting} | _codes(fresh), shown
        )
        self._ledger.read_timelines(shown, by_dossier)
        settled = [
            pair for one in shown for pair in settle(one, by_dossier[one.id], others.get(one.id, frozenset()))
        ]
        settled += [(told, Place.WAITS) for told in strangers]
        self._write(shown, settled)
        return [_outcome(told, place) for told, place in settled if not told.stored]

    def _write(self, shown: Sequence[Shown], settled: Sequence[tuple[Told, Place]]) -> None:
        self._ledger.keep([told for told, place in settled if not told.stored and place is not Place.TOLD])
        self._ledger.entered([told for told, _ in settled if told.stored and told.row["dossier_id"]])
        self._ledger.show([one for one in shown if one.changed])
        news = [told for told, place in settled if place is Place.NEWS]
        _log(settled)
        self._tell(news, {one.id for one in shown if one.owner_id})

    def _tell(self, news: Sequence[Told], owned: Collection[UUID]) -> None:
        about = [told for told in news if told.row["dossier_id"] in owned]
        if not about:
            return
        dossiers = self._ledger.dossiers({told.row["dossier_id"] for told in about})
        self._notices.expect([(dossiers[told.row["dossier_id"]], told.row["event_id"]) for told in about])
        for told in about:
            event = DossierEvent(**told.row | {"lawful": told.lawful})
            self._notices.status(dossiers[told.row["dossier_id"]], event, moved=told.moved)

    def _row(self, change: DossierChange) -> dict[str, Any]:
        application = change.application_id
        return {
            "event_id": change.event_id,
            "year": year_of(change.dossier_code),
            "application_id": application.lower() if application else None,
            "dossier_code": change.dossier_code,
            "dossier_id": None,
            "version": change.version,
            "counted": change.counted,
            "digest": _digest(change),
            "status": change.status,
            "occurred_at": change.occurred_at,
            "actor": msgspec.to_builtins(change.actor),
            "note": change.note,
            "due_at": change.due_at,
            "request": msgspec.to_builtins(change.request),
            "result": msgspec.to_builtins(change.result),
            "arrived_at": self._clock(),
        }


def is_code(text: str) -> bool:
    """Whether the text can be a dossier code: letters, digits, dots, hyphens, at most 64."""
    return _CODE.fullmatch(text) is not None


def flaw(change: DossierChange) -> str | None:
    """Why the event cannot be about any dossier; none when it can."""
    if change.status not in STATUSES:
        return f"there is no status {change.status}"
    if not 1 <= change.version <= _LARGEST_VERSION:
        return f"there is no version {change.version}"
    if not _EVENT_ID.fullmatch(change.event_id) or not is_code(change.dossier_code):
        return "the event's id or the dossier's code is none"
    if change.application_id is not None and not 1 <= len(change.application_id) <= 64:
        return "the application's id is none"
    moments = (change.occurred_at, change.due_at)
    if any(moment is not None and moment.tzinfo is None for moment in moments):
        return "a time has no zone"
    return None


def _digest(change: DossierChange) -> bytes:
    """Of everything told but the place in the feed, which differs from one reading to the next."""
    return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(change, cursor=""))).digest()[:_DIGEST]


def _again(event_id: str, earlier: bytes | None, now: bytes) -> Outcome:
    if earlier is None or earlier == now:
        return Outcome(event_id, "known")
    log.error("an event came again with another content", event_id=event_id)
    return Outcome(event_id, "refused", CHANGED)


def _assign(events: Iterable[Told], shown: Sequence[Shown]) -> tuple[dict[UUID, list[Told]], list[Told]]:
    """The events of each dossier, and those of no dossier that is known."""
    by_application = {str(one.application_id): one for one in shown if one.application_id}
    by_code = {one.code: one for one in shown if one.code}
    assigned: dict[UUID, list[Told]] = defaultdict(list)
    strangers = []
    for told in events:
        application = told.row["application_id"]
        one = by_application.get(application) if application else by_code.get(told.row["dossier_code"])
        if one is not None:
            assigned[one.id].append(told)
        elif not told.stored:
            strangers.append(told)
    return assigned, strangers


def _codes(events: Iterable[Told]) -> set[str]:
    return {told.row["dossier_code"] for told in events}


def _outcome(told: Told, place: Place) -> Outcome:
    became, reason = _BECAME[place]
    return Outcome(told.row["event_id"], became, reason)


def _log(settled: Sequence[tuple[Told, Place]]) -> None:
    foreign = [told.row["event_id"] for told, place in settled if place is Place.FOREIGN]
    unlawful = [told.row["event_id"] for told, place in settled if place is Place.NEWS and not told.lawful]
    if foreign:
        log.error("events name the codes of other dossiers", count=len(foreign), first=foreign[0])
    if unlawful:
        log.warning("unlawful steps", count=len(unlawful), first=unlawful[0])
