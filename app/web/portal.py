"""The Flask application the portal is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.web.templates import PageEnvironment


class Portal(Flask):
    """Flask without what only other applications use."""

    jinja_environment = PageEnvironment

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """`func` itself: nothing here is asynchronous, and Flask would look anew at every hook."""
        return func
