"""One database session per request, writing when the method may write."""

from __future__ import annotations

from typing import cast

from flask import Flask, g, request
from sqlalchemy.orm import Session

from app.sandbox.house import house

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def session(*, writes: bool | None = None) -> Session:
    """The request's session; a GET that writes says so before anybody has read."""
    if "session" not in g:
        may_write = request.method not in READING_METHODS if writes is None else writes
        g.session = house().database.open(writes=may_write)
    return cast(Session, g.session)


def close_after_each_request(app: Flask) -> None:
    """Give the connection back, whatever happened."""

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        opened = g.pop("session", None)
        if opened is not None:
            opened.close()
