"""The procedures that come with the portal, written by us in both languages."""

from __future__ import annotations

from pathlib import Path

from app.features.catalogue.records.record import BadRecord, ProcedureRecord, decode

_RECORDS = Path(__file__).parent / "data" / "builtin"


def builtin_records() -> list[ProcedureRecord]:
    """Every built-in record, by code; raises `BadRecord` naming file and path of what is wrong."""
    return [_read(file.name, file.read_bytes()) for file in sorted(_RECORDS.glob("*.json"))]


def _read(name: str, raw: bytes) -> ProcedureRecord:
    try:
        record = decode(raw)
    except BadRecord as error:
        raise BadRecord(f"{name}: {error}") from error
    if name != f"{record.code}.json":
        raise BadRecord(f"{name}: holds {record.code} - at `$.code`")
    return record
