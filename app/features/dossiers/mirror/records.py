"""What is wrong with a whole dossier that an agency sends."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from app.dossier_codes import read_dossier_code
from app.features.dossiers.mirror.statuses import STATUSES
from app.gateways.dossier_records import DossierRecord

NO_CODE = "$.code: not a dossier code such as 000.00.00.H26-191209-0001 or G09.20-20260609-0092637"

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_LARGEST_VERSION = 2**31 - 1
_LONGEST_SUBJECT = 500
_TIMES = "$.{}: not a time with its zone between 2000 and 2100"


def canonical(record: DossierRecord) -> DossierRecord:
    """The record under its canonical code; raises `ValueError` naming what is wrong, never whose it is."""
    code = read_dossier_code(record.code)
    if code is None:
        raise ValueError(NO_CODE)
    if reason := _flaw(record):
        raise ValueError(reason)
    return record if code == record.code else msgspec.structs.replace(record, code=code)


def _flaw(record: DossierRecord) -> str | None:
    if record.status not in STATUSES:
        return "$.status: not one of the ten statuses"
    if not 1 <= record.version <= _LARGEST_VERSION:
        return "$.version: not a number from 1 to 2147483647"
    return _flaw_of_texts(record) or _flaw_of_times(record)


def _flaw_of_texts(record: DossierRecord) -> str | None:
    procedure, agency = record.procedure_code, record.agency_code
    locality, subject = record.locality_code or "", record.subject or ""
    if not 1 <= len(procedure) <= 64 or not 1 <= len(agency) <= 64:
        return "$.procedure_code, $.agency_code: 1 to 64 characters"
    if len(locality) > 16 or len(subject) > _LONGEST_SUBJECT:
        return "$.locality_code: at most 16 characters; $.subject: at most 500"
    if len(record.holder or "") > 40 or len(record.phone or "") > 40:
        return "$.holder, $.phone: at most 40 characters"
    name = "".join((record.agency_name or {}).values())
    return "a text holds a zero byte" if "\0" in f"{procedure}{agency}{locality}{subject}{name}" else None


def _flaw_of_times(record: DossierRecord) -> str | None:
    received, due, finished = record.received_at, record.due_at, record.finished_at
    if not _usable(received):
        return _TIMES.format("received_at")
    if due is not None and not _usable(due):
        return _TIMES.format("due_at")
    if finished is None:
        missing = STATUSES[record.status].ended
        return "$.finished_at: missing although the status ends the dossier" if missing else None
    return None if _usable(finished) else _TIMES.format("finished_at")


def _usable(moment: datetime) -> bool:
    return moment.tzinfo is not None and _EARLIEST <= moment < _LATEST
