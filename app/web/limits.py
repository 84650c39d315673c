"""How often one address may try the doors worth guarding."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, default_limits=[], headers_enabled=True)


def init_app(app: Flask, storage: str) -> None:
    """Count in `storage` (in-process memory, or Redis for several machines)."""
    app.config["RATELIMIT_STORAGE_URI"] = storage
    limiter.init_app(app)
