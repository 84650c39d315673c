"""Dotted paths into answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from operator import methodcaller
from typing import Any


def look(path: str, answers: Mapping[str, Any]) -> Any:
    """The answer at a dotted path ("mother.birth_date"), None when there is none."""
    if "." not in path:
        return answers.get(path)
    value: Any = answers
    for part in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def at(path: str) -> Callable[[Mapping[str, Any]], Any]:
    """`look` for one path, for whoever looks often."""
    return partial(look, path) if "." in path else methodcaller("get", path)


def root(path: str) -> str:
    """The question or group a path begins at."""
    return path.partition(".")[0]
