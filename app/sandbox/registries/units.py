"""Names of the administrative units since 1 July 2025, for officers to read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

TODAY = "2025"


class Units(msgspec.Struct, frozen=True):
    """Provinces in both languages, wards and communes in Vietnamese, by code."""

    provinces: dict[str, dict[str, str]]
    wards: dict[str, str]


@cache
def units() -> Units:
    """The table, read once."""
    content = Path(__file__).with_name("units.json").read_bytes()
    return msgspec.json.decode(content, type=Units)
