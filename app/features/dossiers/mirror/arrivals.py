"""Records of dossiers that are not here yet as ready rows: bytes for COPY, tuples for one statement."""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from app.db.encryption import keyring
from app.db.many import copy_packed, insert_values
from app.db.packing import (
    ABSENT,
    microseconds,
    packed_bytes,
    packed_moment,
    packed_small,
    packed_text,
)
from app.features.dossiers.mirror.facts import facts_key, salted_digest
from app.features.dossiers.mirror.holders import holder_index
from app.features.dossiers.mirror.models import Dossier
from app.features.dossiers.mirror.statuses import STATUSES
from app.gateways.dossier_records import DossierRecord

Owners = Mapping[str, UUID]
"""Persons who have signed in, by the keyed digest of their ID number."""

_TABLE: Any = Dossier.__table__
_COLUMNS = (
    "id", "submitted_at", "received_at", "updated_at", "status", "version", "needs_person", "language",
    "code", "due_at", "finished_at", "owner_id", "procedure_code", "agency_code", "locality_code", "holder",
    "holder_kind", "subject", "channel", "fact_id_digest", "fact_phone_digest",
)  # fmt: skip
_ENDED = frozenset(code for code, status in STATUSES.items() if status.ended)
_ASKS = frozenset(code for code, status in STATUSES.items() if status.asks)
_LANGUAGE = b"vi"
# The first eight columns, which no row is without; each value stands behind its length.
_SURE = struct.Struct(">hi16siqiqiqiiiii?i2s")


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
        copy_packed(connection, _TABLE, _COLUMNS, _packed(records, holders, owners, now))
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


def _packed(
    records: Sequence[DossierRecord], holders: Sequence[str | None], owners: Owners, now: datetime
) -> Iterator[bytes]:
    key, updated = facts_key(), microseconds(now)
    for record, holder, identity in zip(records, holders, ordered_ids(len(records)), strict=True):
        salt = bytes.fromhex(identity)
        owner = owners.get(holder) if holder else None
        received = microseconds(record.received_at)
        yield b"".join(
            (
                _SURE.pack(
                    len(_COLUMNS), 16, salt, 8, received, 8, received, 8, updated, 4, record.status,
                    4, record.version, 1, record.status in _ASKS, 2, _LANGUAGE,
                ),
                packed_text(record.code),
                packed_moment(record.due_at),
                packed_moment(record.finished_at if record.status in _ENDED else None),
                packed_bytes(owner.bytes) if owner else ABSENT,
                packed_text(record.procedure_code),
                packed_text(record.agency_code),
                packed_text(record.locality_code or None),
                packed_bytes(bytes.fromhex(holder[:32])) if holder else ABSENT,
                packed_text(record.holder_kind),
                packed_bytes(_sealed(record.subject)),
                packed_small(record.channel),
                packed_bytes(salted_digest(key, salt, record.holder)),
                packed_bytes(salted_digest(key, salt, record.phone)),
            )
        )  # fmt: skip


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
            identity, received, received, updated, record.status, record.version, record.status in _ASKS,
            "vi", record.code, record.due_at and _stored(record.due_at), finished and _stored(finished),
            owner and owner.hex, record.procedure_code, record.agency_code, record.locality_code or None,
            holder and bytes.fromhex(holder[:32]), record.holder_kind, _sealed(record.subject),
            record.channel, salted_digest(key, salt, record.holder), salted_digest(key, salt, record.phone),
        )  # fmt: skip


def _stored(moment: datetime) -> str:
    """As SQLite's `DateTime` keeps it."""
    return moment.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _sealed(text: str | None) -> bytes | None:
    return None if text is None else keyring().encrypt(text.encode())
