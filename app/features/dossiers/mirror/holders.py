"""Whose a dossier is, and which year it belongs to, without naming anybody."""

from __future__ import annotations

import re

from app.db.encryption import keyring

_DATE = re.compile(r"-(?:(20\d{2})|(\d{2}))\d{4}-")
_FIRST_YEAR, _LAST_YEAR = 2010, 2040
_HOLDER_BYTES = 16


def holder_key(number: str) -> bytes:
    """16 bytes by which the dossiers of one ID number or tax code are found; nothing without the key."""
    return bytes.fromhex(holder_index(number))[:_HOLDER_BYTES]


def holder_index(number: str) -> str:
    """The whole digest in hexadecimal, as persons have it of their own ID number."""
    plain = number if number.isalnum() else "".join(letter for letter in number if letter.isalnum())
    return keyring().index(plain.upper())


def year_of(code: str) -> int:
    """The year in a dossier code; 0 without one, or outside 2010 to 2040.

    The bounds are fixed and know no clock, so that one event always belongs to the same partition.
    """
    found = _DATE.search(code)
    if found is None:
        return 0
    year = int(found[1] or f"20{found[2]}")
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else 0
