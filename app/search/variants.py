"""Group procedures that are one procedure at several levels or in several provinces."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence, Set

from app.folding import folded
from app.search.entry import Entry
from app.search.folding import words

_LEVEL_NOTE = re.compile(
    r"\(?\s*(?:được\s+)?(?:thực hiện\s+)?(?:tại|ở)?\s*(?:công an\s+)?cấp\s+"
    r"(?:trung ương|tỉnh|huyện|xã)(?:\s*(?:và|,|hoặc)\s*cấp\s+(?:tỉnh|huyện|xã))*\s*\)?\s*\.?$",
    re.IGNORECASE,
)
_BEGINNING = re.compile(r"^\s*thủ tục\s*:?\s+", re.IGNORECASE)


def same_name(name: str) -> str:
    """The name without what only tells the level, so that variants of one procedure compare equal."""
    bare = _LEVEL_NOTE.sub("", _BEGINNING.sub("", name.strip()))
    return " ".join(folded(word) for word in words(bare or name))


def groups(entries: Sequence[Entry]) -> list[tuple[int, ...]]:
    """The groups of two or more entries, as positions: the same head code or the same name and field."""
    heads = {entry.variant_group for entry in entries if entry.variant_group}
    found: dict[str, list[int]] = defaultdict(list)
    for position, entry in enumerate(entries):
        found[_head(entry, heads)].append(position)
    return [tuple(group) for group in found.values() if len(group) > 1]


def _head(entry: Entry, heads: Set[str]) -> str:
    if entry.variant_group:
        return f"={entry.variant_group}"
    return f"={entry.code}" if entry.code in heads else f"{entry.field}:{same_name(entry.name_vi)}"
