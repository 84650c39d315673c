"""What is wrong with a whole dossier that an agency sends."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from app.dossier_codes import read_dossier_code
from app.features.dossiers.statuses import STATUSES
from app.gateways.dossier_records import DossierRecord

NO_CODE = "$.code: not a dossier code such as 000.00.00.H26-191209-0001 or G09.20-20260609-0092637"

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_LARGEST_VERSION = 2**31 - 1
_LONGEST_SUBJECT = 500


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
    if not 1 <= len(record.procedure_code) <= 64 or not 1 <= len(record.agency_code) <= 64:
        return "$.procedure_code, $.agency_code: 1 to 64 characters"
    if len(record.locality_code or "") > 16 or len(record.subject or "") > _LONGEST_SUBJECT:
        return "$.locality_code: at most 16 characters; $.subject: at most 500"
    if len(record.holder or "") > 40 or len(record.phone or "") > 40:
        return "$.holder, $.phone: at most 40 characters"
    return _flaw_of_texts(record) or _flaw_of_times(record)


def _flaw_of_texts(record: DossierRecord) -> str | None:
    texts = (record.procedure_code, record.agency_code, record.locality_code, record.subject)
    return "a text holds a zero byte" if any(text and "\0" in text for text in texts) else None


def _flaw_of_times(record: DossierRecord) -> str | None:
    for name in ("received_at", "due_at", "finished_at"):
        moment = getattr(record, name)
        if moment is not None and (moment.tzinfo is None or not _EARLIEST <= moment < _LATEST):
            return f"$.{name}: not a time with its zone between 2000 and 2100"
    if STATUSES[record.status].ended and record.finished_at is None:
        return "$.finished_at: missing although the status ends the dossier"
    return None
