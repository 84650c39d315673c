"""Typed access, from a handler, to the services the factory wired."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g

T = TypeVar("T")

_EXTENSION = "portal.services"


def provide(app: Flask, kind: type[T], build: Callable[[], T]) -> None:
    """Say how to build `kind`; a second call replaces the first."""
    app.extensions.setdefault(_EXTENSION, {})[kind] = build


def use(kind: type[T]) -> T:
    """The request's instance of `kind`, built on first use."""
    made: dict[type[Any], Any] = g.setdefault("services", {})
    if kind not in made:
        made[kind] = current_app.extensions[_EXTENSION][kind]()
    return cast(T, made[kind])
