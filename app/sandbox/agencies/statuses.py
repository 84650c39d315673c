"""The ten official statuses of a dossier and the steps between them (Circular 22/2019/TT-BTTTT)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

NEW, ACCEPTED, REFUSED, IN_PROGRESS, SUPPLEMENT, PAYMENT, WITHDRAWN, STOPPED, DONE, RETURNED = range(1, 11)


class Statuses(msgspec.Struct, frozen=True):
    """Names in both languages, and where each status may lead."""

    names: dict[int, dict[str, str]]
    onward: dict[int, list[int]]


@cache
def statuses() -> Statuses:
    """The table, read once."""
    content = Path(__file__).with_name("statuses.json").read_bytes()
    return msgspec.json.decode(content, type=Statuses)


def lawful(before: int, after: int) -> bool:
    """Whether a dossier may go from one status to the other."""
    return after in statuses().onward[before]
