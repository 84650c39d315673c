"""Values in the binary format of PostgreSQL's COPY: each behind its length in four bytes."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

ABSENT = b"\xff\xff\xff\xff"
"""What stands for null."""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_LENGTHS = tuple(length.to_bytes(4, "big") for length in range(1_024))
_MOMENT = struct.Struct(">iq")
_SMALL = struct.Struct(">ih")


def microseconds(moment: datetime) -> int:
    """An aware time as `timestamptz` counts it, from the year 2000."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def packed_moment(moment: datetime | None) -> bytes:
    """A `timestamptz`."""
    return ABSENT if moment is None else _MOMENT.pack(8, microseconds(moment))


def packed_small(number: int | None) -> bytes:
    """A `smallint`."""
    return ABSENT if number is None else _SMALL.pack(2, number)


def packed_text(text: str | None) -> bytes:
    """A text of any kind, in UTF-8."""
    return ABSENT if text is None else packed_bytes(text.encode())


def packed_bytes(value: bytes | None) -> bytes:
    """A `bytea`, or what is written already: the 16 bytes of a `uuid`."""
    if value is None:
        return ABSENT
    length = len(value)
    return (_LENGTHS[length] if length < 1_024 else length.to_bytes(4, "big")) + value
