"""The procedures that come with the portal, written by us in both languages."""

from __future__ import annotations

from importlib import resources

from app.features.catalogue.records import BadRecord, ProcedureRecord, decode


def builtin_records() -> list[ProcedureRecord]:
    """Every built-in record, by code; raises `BadRecord` naming file and path of what is wrong."""
    files = (file for file in resources.files(__package__).iterdir() if file.name.endswith(".json"))
    return [_read(file.name, file.read_bytes()) for file in sorted(files, key=lambda file: file.name)]


def _read(name: str, raw: bytes) -> ProcedureRecord:
    try:
        record = decode(raw)
    except BadRecord as error:
        raise BadRecord(f"{name}: {error}") from error
    if name != f"{record.code}.json":
        raise BadRecord(f"{name}: holds {record.code} - at `$.code`")
    return record
