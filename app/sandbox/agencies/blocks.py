"""Definitions written out: every {"use": block} replaced by the items of the block it names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def written_out(node: Any, folder: Path, depth: int = 0) -> Any:
    """`node` as it is published; ValueError for blocks that are not there or use each other for ever."""
    if depth > 5:
        raise ValueError("blocks use each other without end")
    if isinstance(node, dict):
        return {name: written_out(entry, folder, depth) for name, entry in node.items()}
    if not isinstance(node, list):
        return node
    entries: list[Any] = []
    for entry in node:
        if isinstance(entry, dict) and "use" in entry:
            entries += _items(entry, folder, depth)
        else:
            entries.append(written_out(entry, folder, depth))
    return entries


def _items(use: dict[str, Any], folder: Path, depth: int) -> list[Any]:
    block = msgspec.json.decode((folder / f"{use['use']}.json").read_bytes(), type=dict[str, Any])
    values = {**block.get("parameters", {}), **use.get("with", {})}
    items = written_out(_filled(block["items"], values), folder, depth + 1)
    if "when" in use:
        for item in items:
            item["when"] = {"all": [use["when"], item["when"]]} if item.get("when") else use["when"]
    return list(items)


def _filled(node: Any, values: dict[str, Any]) -> Any:
    if isinstance(node, dict):
        return {_text(name, values): _filled(entry, values) for name, entry in node.items()}
    if isinstance(node, list):
        return [_filled(entry, values) for entry in node]
    if not isinstance(node, str):
        return node
    whole = _PLACE.fullmatch(node)
    return values[whole[1]] if whole and whole[1] in values else _text(node, values)


def _text(text: str, values: dict[str, Any]) -> str:
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)
