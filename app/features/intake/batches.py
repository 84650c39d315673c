"""A batch an agency has pushed: each item on its own, the good ones land, the bad ones are reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.dossier_codes import read_dossier_code
from app.features.dossiers.mirror.events import flaw
from app.features.dossiers.mirror.mirroring import Mirroring
from app.features.dossiers.mirror.records import NO_CODE, canonical
from app.features.dossiers.service import DossierService
from app.gateways import national_exchange
from app.gateways.agencies import DossierChange
from app.gateways.dossier_records import DossierRecord
from app.jobs.quarantine import quarantine
from app.jobs.synchronisation import why_unusable

FEED = "hooks"

Read = DossierRecord | DossierChange


class Batch(msgspec.Struct, frozen=True):
    """What is posted: our items, or those of one service of the national exchange."""

    batch_id: str
    items: tuple[msgspec.Raw, ...]
    service: Literal["DongBoHoSoMC", "CapNhatTienDoHoSoMC"] | None = None


class _Kind(msgspec.Struct, frozen=True):
    kind: Literal["dossier", "event"]


class _Named(msgspec.Struct, frozen=True):
    code: str | None = None
    event_id: str | None = None
    MaHoSo: str | None = None


@dataclass(slots=True)
class Report:
    """What became of one item: `reference` is the event's id or the dossier's code."""

    reference: str | None
    outcome: Literal["applied", "known", "held", "refused"] = "refused"
    reason: str | None = None


@dataclass(slots=True)
class _Item:
    raw: msgspec.Raw
    report: Report
    read: Read | None = field(default=None)


class Batches:
    """Takes batches in; part of the caller's transaction."""

    def __init__(self, session: Session, dossiers: DossierService, clock: Clock) -> None:
        self._session = session
        self._dossiers = dossiers
        self._mirroring = Mirroring(session, clock)
        self._clock = clock

    def take(self, batch: Batch, agency: str) -> list[Report]:
        """Store what can be used and say of each item what became of it; the rest is set aside.

        `agency` may only send its own dossiers; an empty one, an operator, may bring any.
        """
        items = [_item(raw, batch.service, agency) for raw in batch.items]
        self._together([item for item in items if isinstance(item.read, DossierRecord)], self._records)
        self._together([item for item in items if isinstance(item.read, DossierChange)], self._events)
        for item in items:
            if item.report.outcome == "refused":
                self._set_aside(item, agency, batch.service)
        return [item.report for item in items]

    def _together(self, items: Sequence[_Item], store: Callable[[Sequence[_Item]], None]) -> None:
        if not items:
            return
        try:
            with self._session.begin_nested():
                store(items)
        except OperationalError:
            raise
        except Exception as error:
            if len(items) == 1:
                items[0].report.outcome, items[0].report.reason = "refused", why_unusable(error)
                return
            # One of them cannot be stored: the others must land all the same, so each alone.
            for item in items:
                self._together([item], store)

    def _records(self, items: Sequence[_Item]) -> None:
        became = self._mirroring.take([item.read for item in items if isinstance(item.read, DossierRecord)])
        for item, outcome in zip(items, became, strict=True):
            item.report.outcome = outcome

    def _events(self, items: Sequence[_Item]) -> None:
        outcomes = self._dossiers.apply([one.read for one in items if isinstance(one.read, DossierChange)])
        for item, outcome in zip(items, outcomes, strict=True):
            item.report.outcome, item.report.reason = outcome.became, outcome.reason

    def _set_aside(self, item: _Item, agency: str, service: str | None) -> None:
        quarantine(
            self._session,
            f"{FEED}:{service}" if service else FEED,
            bytes(item.raw),
            item.report.reason or "refused",
            self._clock(),
            sender=agency,
            reference=item.report.reference,
        )


def _item(raw: msgspec.Raw, service: str | None, agency: str) -> _Item:
    item = _Item(raw, Report(_reference(raw)))
    try:
        item.read = _usable(_read(raw, service), agency)
    except (ValueError, RecursionError) as error:
        item.report.reason = str(error)[:300]
    return item


def _read(raw: msgspec.Raw, service: str | None) -> Read:
    if service == national_exchange.DOSSIERS:
        return national_exchange.read_dossier(raw)
    if service == national_exchange.PROGRESS:
        return national_exchange.read_progress(raw)
    kind: Any = DossierRecord if msgspec.json.decode(raw, type=_Kind).kind == "dossier" else DossierChange
    read: Read = msgspec.json.decode(raw, type=kind)
    return read


def _usable(read: Read, agency: str) -> Read:
    """The item under its canonical code; raises `ValueError`, also for a dossier of another agency."""
    if isinstance(read, DossierRecord):
        read = canonical(read)
        code = read.code
    else:
        code = read_dossier_code(read.dossier_code) or ""
        if not code:
            raise ValueError(NO_CODE.replace("$.code", "$.dossier_code"))
        read = msgspec.structs.replace(read, dossier_code=code)
        if reason := flaw(read):
            raise ValueError(reason)
    if not _belongs(code, agency):
        raise ValueError(f"$.code: not a dossier of {agency}, whose key signed the batch")
    return read


def _belongs(code: str, agency: str) -> bool:
    """Whether the agency in the code is the sender or stands below it, in the old or the present-day form."""
    named = code.rpartition("-")[0].rpartition("-")[0]
    return not agency or named == agency or named.startswith(f"{agency}.") or named.endswith(f".{agency}")


def _reference(raw: msgspec.Raw) -> str | None:
    try:
        named = msgspec.json.decode(raw, type=_Named)
    except (ValueError, RecursionError):
        return None
    found = named.event_id or named.code or named.MaHoSo
    return found[:100] if found else None
