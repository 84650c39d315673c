"""Pages of a feed that is read by cursor, and the ways it can be made to misbehave."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from typing import Any

from app.sandbox.clock import Clock, written
from app.sandbox.errors import Unacceptable

Item = dict[str, Any]
Read = Callable[[int, int], list[Item]]

DEFAULT_LIMIT = 100
LARGEST_LIMIT = 500
LARGEST_CURSOR = 2**63 - 1
STALE_ITEMS = 10
FORGED = uuid.UUID("6f0d1c1e-5d5e-4f0a-9d56-2f4b7f3c0000")


def feed_page(read: Read, after: str | None, limit: str | None) -> dict[str, Any]:
    """`{"items", "next", "more"}`; raises Unacceptable when cursor or limit are no numbers of ours."""
    cursor = _number("after", after, 0, 0, LARGEST_CURSOR)
    size = _number("limit", limit, DEFAULT_LIMIT, 1, LARGEST_LIMIT)
    found = read(cursor, size + 1)
    items = found[:size]
    return {
        "items": items,
        "next": items[-1]["cursor"] if items else str(cursor),
        "more": len(found) > size,
    }


def misbehave(page: dict[str, Any], failures: Collection[str], earlier: Read, clock: Clock) -> dict[str, Any]:
    """The page as a faulty agency would send it; `next` stays right, also behind what was left out."""
    items = list(page["items"])
    if "skipping" in failures:
        items = _without_last(items)
    if "duplicate" in failures:
        items = [item for item in items for _ in range(2)]
    if "stale" in failures:
        items += earlier(int(page["next"]), STALE_ITEMS)
    if "forged" in failures:
        items.append(_forged(page["next"], clock))
    if "reordered" in failures:
        items.reverse()
    return page | {"items": items}


def _without_last(events: list[Item]) -> list[Item]:
    """The events that another one of their dossier follows on the page: no gap shows."""
    last = {event["dossier_code"]: place for place, event in enumerate(events)}
    return [event for place, event in enumerate(events) if last[event["dossier_code"]] != place]


def _forged(cursor: str, clock: Clock) -> Item:
    """An event about a dossier that nobody sent."""
    return {
        "event_id": str(uuid.uuid5(FORGED, cursor)),
        "cursor": cursor,
        "version": 1,
        "dossier_code": f"000.00.00.H99-{clock():%y%m%d}-9999",
        "application_id": str(uuid.uuid5(FORGED, f"application {cursor}")),
        "status": 9,
        "occurred_at": written(clock()),
        "actor": {"name": "Không rõ", "unit": {"vi": "Không rõ", "en": "Unknown"}},
        "note": None,
        "due_at": None,
        "request": None,
        "result": None,
    }


def _number(name: str, text: str | None, default: int, least: int, most: int) -> int:
    if text is None or text == "":
        return default
    if not (text.isascii() and text.isdecimal()) or len(text) > 19 or not least <= int(text) <= most:
        problem = {"path": name, "message": f"a whole number from {least} to {most}"}
        raise Unacceptable("The feed cannot be read from there.", [problem])
    return int(text)
