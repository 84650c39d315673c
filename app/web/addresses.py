"""What an address of the portal may hold; whatever else somebody writes into one leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Flask, abort, request

LONGEST_PATH = 500
"""Characters; a form that is parked is kept with its path."""

_LONGEST_CODE = 64
_LONGEST_TARGET = 1000
# Browsers drop tabs and line breaks from an address, so that what follows one may name another host.
_INSIDE = re.compile(r"/(?![/\\])[^\x00-\x1f\x7f]*")


def init_app(app: Flask) -> None:
    """Refuse paths that none of our links has, before anything is looked up by their parts."""
    app.before_request(_check)


def inside(target: str | None) -> str | None:
    """The address to go on to when it is one of this portal and fits into a cookie, else None."""
    safe = target and len(target) <= _LONGEST_TARGET and _INSIDE.fullmatch(target)
    return target if safe else None


def code_in(query: Mapping[str, str], name: str) -> str | None:
    """The code a query asks for under this name; None for what cannot be one."""
    code = query.get(name, "").strip()
    return code if 0 < len(code) <= _LONGEST_CODE and code.isprintable() else None


def _check() -> None:
    # PostgreSQL has no text with a NUL, not even to compare with.
    if "\0" in request.path or len(request.path) > LONGEST_PATH:
        abort(404)
