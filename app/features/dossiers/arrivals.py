"""Records of dossiers that are not here yet as ready rows: text for COPY, tuples for a prepared statement."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from app.db.encryption import keyring
from app.db.many import copy_lines, insert_values
from app.features.dossiers.facts import facts_key, salted_digest
from app.features.dossiers.holders import holder_index
from app.features.dossiers.models import Dossier
from app.features.dossiers.statuses import STATUSES
from app.gateways.dossier_records import DossierRecord

Owners = Mapping[str, UUID]
"""Persons who have signed in, by the keyed digest of their ID number."""

_TABLE: Any = Dossier.__table__
_COLUMNS = (
    "id", "code", "language", "submitted_at", "received_at", "due_at", "finished_at", "updated_at",
    "owner_id", "procedure_code", "agency_code", "locality_code", "holder", "holder_kind", "subject",
    "channel", "fact_id_digest", "fact_phone_digest", "status", "version", "needs_person",
)  # fmt: skip
_ENDED = frozenset(code for code, status in STATUSES.items() if status.ended)
_ASKS = frozenset(code for code, status in STATUSES.items() if status.asks)
_NULL = r"\N"
_BYTES = r"\\x"
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def holders_of(records: Sequence[DossierRecord]) -> list[str | None]:
    """The keyed digest of each record's holder, in hexadecimal."""
    return [holder_index(record.holder) if record.holder else None for record in records]


def insert_arrivals(
    connection: Connection,
    records: Sequence[DossierRecord],
    holders: Sequence[str | None],
    owners: Owners,
    now: datetime,
) -> None:
    """Insert a row for each record; raises `IntegrityError` when one of the codes is here already."""
    if not records:
        return
    if connection.dialect.name == "postgresql":
        copy_lines(connection, _TABLE, _COLUMNS, _lines(records, holders, owners, now))
    else:
        insert_values(connection, _TABLE, _COLUMNS, list(_values(records, holders, owners, now)))


def ordered_ids(count: int) -> Iterator[str]:
    """New ids in hexadecimal that sort as they are made (RFC 9562 version 7).

    A load so fills its index from left to right.
    """
    moment, chance = time.time_ns() // 1_000_000, os.urandom(8 * count).hex()
    for place in range(count):
        counted = f"{moment + (place >> 12):012x}7{place & 0xFFF:03x}"
        yield f"{counted}8{chance[16 * place + 1 : 16 * place + 16]}"


def _lines(
    records: Sequence[DossierRecord], holders: Sequence[str | None], owners: Owners, now: datetime
) -> Iterator[str]:
    key, updated = facts_key(), now.isoformat()
    for record, holder, identity in zip(records, holders, ordered_ids(len(records)), strict=True):
        salt = bytes.fromhex(identity)
        owner = owners.get(holder) if holder else None
        procedure, agency, locality = record.procedure_code, record.agency_code, record.locality_code or _NULL
        if _SPECIAL.search(f"{procedure}{agency}{record.locality_code}"):
            procedure, agency = procedure.translate(_ESCAPES), agency.translate(_ESCAPES)
            locality = record.locality_code.translate(_ESCAPES) if record.locality_code else _NULL
        received = record.received_at.isoformat()
        finished = record.finished_at if record.status in _ENDED else None
        yield (
            f"{identity}\t{record.code}\tvi\t{received}\t{received}\t{_moment(record.due_at)}\t"
            f"{_moment(finished)}\t{updated}\t{owner or _NULL}\t{procedure}\t{agency}\t{locality}\t"
            f"{f'{_BYTES}{holder[:32]}' if holder else _NULL}\t{record.holder_kind or _NULL}\t"
            f"{_bytes(_sealed(record.subject))}\t{record.channel or _NULL}\t"
            f"{_bytes(salted_digest(key, salt, record.holder))}\t"
            f"{_bytes(salted_digest(key, salt, record.phone))}\t"
            f"{record.status}\t{record.version}\t{'t' if record.status in _ASKS else 'f'}\n"
        )


def _values(
    records: Sequence[DossierRecord], holders: Sequence[str | None], owners: Owners, now: datetime
) -> Iterator[tuple[Any, ...]]:
    key, updated = facts_key(), _stored(now)
    for record, holder, identity in zip(records, holders, ordered_ids(len(records)), strict=True):
        salt = bytes.fromhex(identity)
        owner = owners.get(holder) if holder else None
        received = _stored(record.received_at)
        finished = record.finished_at if record.status in _ENDED else None
        yield (
            identity, record.code, "vi", received, received, record.due_at and _stored(record.due_at),
            finished and _stored(finished), updated, owner and owner.hex, record.procedure_code,
            record.agency_code, record.locality_code or None, holder and bytes.fromhex(holder[:32]),
            record.holder_kind, _sealed(record.subject), record.channel,
            salted_digest(key, salt, record.holder), salted_digest(key, salt, record.phone),
            record.status, record.version, record.status in _ASKS,
        )  # fmt: skip


def _bytes(value: bytes | None) -> str:
    return _NULL if value is None else f"{_BYTES}{value.hex()}"


def _moment(moment: datetime | None) -> str:
    return _NULL if moment is None else moment.isoformat()


def _stored(moment: datetime) -> str:
    """As SQLite's `DateTime` keeps it."""
    return moment.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _sealed(text: str | None) -> bytes | None:
    return None if text is None else keyring().encrypt(text.encode())
