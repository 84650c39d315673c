"""The register of persons: more than a sign-in tells, and more people than can sign in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from app.sandbox.errors import Unknown

Entry = dict[str, Any]
ABOUT_A_RELATIVE = ("id_number", "name", "birth_date", "sex", "ethnicity", "nationality", "residence")


@cache
def _register() -> dict[str, Entry]:
    content = Path(__file__).with_name("people.json").read_bytes()
    return {entry["id_number"]: entry for entry in msgspec.json.decode(content, type=list[Entry])}


def look_up(id_number: str) -> Entry:
    """The person with spouse and children written out; raises Unknown."""
    entry = _register().get(id_number)
    if entry is None:
        raise Unknown("No person has this number.")
    return entry | {
        "marriage": _marriage(entry["marriage"]),
        "children": [_relative(child) for child in entry["children"]],
    }


def _marriage(marriage: Entry | None) -> Entry | None:
    if marriage is None:
        return None
    return {name: value for name, value in marriage.items() if name != "spouse"} | {
        "spouse": _relative(marriage["spouse"])
    }


def _relative(id_number: str) -> Entry:
    entry = _register()[id_number]
    return {name: entry[name] for name in ABOUT_A_RELATIVE}
