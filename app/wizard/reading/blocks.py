"""Blocks that definitions of a folder share: named parts with parameters, written out before publishing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Block = Mapping[str, Any]
Blocks = Callable[[str], Block | None]
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_DEEPEST = 5


class BlockError(ValueError):
    """A use of a block that cannot be written out; `path` is where it stands."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


def expand(raw: Any, blocks: Blocks) -> Any:
    """`raw` with every list entry {"use": name, "with": {…}, "when": rule} replaced by the block's items.

    Raises `BlockError`.
    """
    return _expanded(raw, blocks, "", 0)


def _expanded(node: Any, blocks: Blocks, path: str, depth: int) -> Any:
    if isinstance(node, dict):
        return {
            name: _expanded(entry, blocks, f"{path}.{name}".lstrip("."), depth)
            for name, entry in node.items()
        }
    if not isinstance(node, list):
        return node
    entries: list[Any] = []
    for number, entry in enumerate(node):
        at = f"{path}[{number}]"
        if isinstance(entry, dict) and "use" in entry:
            entries += _items(entry, blocks, at, depth)
        else:
            entries.append(_expanded(entry, blocks, at, depth))
    return entries


def _items(use: Mapping[str, Any], blocks: Blocks, path: str, depth: int) -> list[Any]:
    if depth >= _DEEPEST:
        raise BlockError(path, f"blocks use blocks more than {_DEEPEST} deep")
    unknown = sorted(set(use) - {"use", "with", "when"})
    if unknown:
        raise BlockError(path, f'unknown field {unknown[0]!r} beside "use"')
    block = blocks(str(use["use"]))
    if block is None:
        raise BlockError(f"{path}.use", f"no block {use['use']!r} in the folder blocks beside the forms")
    values = _values(block, use.get("with") or {}, path)
    filled = _filled(block.get("items") or [], values, path)
    items = _expanded(filled, blocks, path, depth + 1)
    return [_conditional(item, use["when"]) for item in items] if "when" in use else list(items)


def _values(block: Block, given: Mapping[str, Any], path: str) -> dict[str, Any]:
    parameters = block.get("parameters") or {}
    for name in given:
        if name not in parameters:
            raise BlockError(f"{path}.with.{name}", f"no such parameter, known: {', '.join(parameters)}")
    values = {**parameters, **given}
    for name, value in values.items():
        if value is None and name not in given:
            raise BlockError(f"{path}.with", f"the parameter {name!r} must be given")
    return values


def _filled(node: Any, values: Mapping[str, Any], path: str) -> Any:
    if isinstance(node, dict):
        return {_text(name, values, path): _filled(entry, values, path) for name, entry in node.items()}
    if isinstance(node, list):
        return [_filled(entry, values, path) for entry in node]
    if not isinstance(node, str):
        return node
    whole = _PLACE.fullmatch(node)
    if whole and whole[1] in values:
        return values[whole[1]]
    return _text(node, values, path)


def _text(text: str, values: Mapping[str, Any], path: str) -> str:
    def fill(place: re.Match[str]) -> str:
        value = values.get(place[1], place[0])
        if isinstance(value, dict | list):
            raise BlockError(path, f"the parameter {place[1]!r} is no text and cannot stand inside one")
        return str(value)

    return _PLACE.sub(fill, text)


def _conditional(item: Any, rule: Any) -> Any:
    if not isinstance(item, dict):
        return item
    own = item.get("when")
    return {**item, "when": rule if own is None else {"all": [rule, own]}}
