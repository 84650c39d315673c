"""A dossier as it is shown: read from its rows once, frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from app.features.catalogue.records.record import Time
from app.features.dossiers.mirror.models import Dossier, DossierEvent, Supplement
from app.features.dossiers.mirror.statuses import SUPPLEMENT_ASKED, Status, status
from app.gateways.agencies import Actor, FileEntry, Result, SupplementRequest
from app.texts import Text

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier in a list; `waiting` until the agency has given it a code."""

    id: UUID
    reference: str
    code: str | None
    receipt_number: str
    procedure_code: str
    name: Text
    subject: str | None
    status: Status
    agency_code: str | None
    agency: Text | None
    submitted_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    needs_me: bool
    ended: bool
    waiting: bool
    refused: bool
    filed_here: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a dossier."""

    event_id: str
    version: int
    status: Status
    occurred_at: datetime
    actor: Actor | None
    note: Text | None
    due_at: datetime | None
    request: SupplementRequest | None
    result: Result | None


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer to a supplement request; `confirmed` whether the agency got all `files`."""

    request_id: str
    sent_at: datetime
    acknowledged_at: datetime | None
    files: int
    confirmed: bool | None
    refused: bool


@dataclass(frozen=True, slots=True)
class OpenDossier:
    """Everything a dossier's page tells; `request` is what the person still has to answer."""

    row: DossierRow
    received_at: datetime | None
    acknowledged_at: datetime | None
    limit: Time | None
    files: tuple[Mapping[str, Any], ...]
    files_confirmed: bool | None
    happenings: tuple[Happening, ...]
    request: SupplementRequest | None
    sent: Sent | None
    answers: tuple[Sent, ...]
    version: int
    updated_at: datetime
    now: datetime

    @property
    def tag(self) -> str:
        """Changes whenever anything about the dossier does."""
        return f"{self.version}-{int(self.updated_at.timestamp() * 1_000_000):x}"

    @property
    def result(self) -> Result | None:
        """The latest result told."""
        told = [happening.result for happening in self.happenings if happening.result]
        return told[-1] if told else None

    @property
    def following(self) -> bool:
        """Whether something may still change."""
        return not (self.row.status.final or self.row.refused)


def row(dossier: Dossier, names: Mapping[str, Text], agencies: Mapping[str, Text]) -> DossierRow:
    """The dossier as lists show it; a procedure without a known name shows its code.

    `agencies` are the names of those that dossiers do not name themselves.
    """
    return DossierRow(
        id=dossier.id,
        reference=dossier.reference,
        code=dossier.code,
        receipt_number=dossier.receipt_number or dossier.reference,
        procedure_code=dossier.procedure_code,
        name=names.get(dossier.procedure_code, {"vi": dossier.procedure_code}),
        subject=dossier.subject,
        status=status(dossier.status),
        agency_code=dossier.agency_code,
        agency=dossier.agency_name or agencies.get(dossier.agency_code or ""),
        submitted_at=dossier.submitted_at,
        due_at=dossier.due_at,
        finished_at=dossier.finished_at,
        needs_me=dossier.needs_person and dossier.finished_at is None,
        ended=dossier.finished_at is not None,
        waiting=dossier.code is None and dossier.refusal is None,
        refused=dossier.refusal is not None,
        filed_here=dossier.application_id is not None,
    )


def read(
    dossier: Dossier,
    names: Mapping[str, Text],
    agencies: Mapping[str, Text],
    limit: Time | None,
    events: Sequence[DossierEvent],
    supplements: Sequence[Supplement],
    now: datetime,
) -> OpenDossier:
    """The whole dossier as it is `now`; `events` are those applied, oldest first."""
    happenings = tuple(map(_happening, events))
    asked = happenings[-1].request if happenings and dossier.status == SUPPLEMENT_ASKED else None
    answer = next((sent for sent in supplements if asked and sent.request_id == asked.id), None)
    return OpenDossier(
        row=row(dossier, names, agencies),
        received_at=dossier.received_at,
        acknowledged_at=dossier.acknowledged_at,
        limit=limit,
        files=tuple(dossier.files or ()),
        files_confirmed=dossier.files_confirmed,
        happenings=happenings,
        request=asked if answer is None or answer.refusal is not None else None,
        sent=_sent(answer) if answer else None,
        answers=tuple(map(_sent, supplements)),
        version=dossier.version,
        updated_at=dossier.updated_at,
        now=now,
    )


def result_file(dossier: OpenDossier, file_id: str) -> FileEntry | None:
    """A file of any result told about the dossier."""
    files = (file for happening in dossier.happenings if happening.result for file in happening.result.files)
    return next((file for file in files if file.id == file_id), None)


def _happening(event: DossierEvent) -> Happening:
    return Happening(
        event_id=event.event_id,
        version=event.version,
        status=status(event.status),
        occurred_at=event.occurred_at,
        actor=_or_none(event.actor, Actor),
        note=event.note,
        due_at=event.due_at,
        request=_or_none(event.request, SupplementRequest),
        result=_or_none(event.result, Result),
    )


def _sent(supplement: Supplement) -> Sent:
    return Sent(
        request_id=supplement.request_id,
        sent_at=supplement.sent_at,
        acknowledged_at=supplement.acknowledged_at,
        files=sum(len(answer["files"]) for answer in supplement.answers),
        confirmed=supplement.files_confirmed,
        refused=supplement.refusal is not None,
    )


def _or_none(value: Any, kind: type[T]) -> T | None:
    return None if value is None else msgspec.convert(value, kind)
