"""Makes switched-on failures happen, around every request of their area."""

from __future__ import annotations

import time

from flask import Flask, Response, g, jsonify, request

from app.sandbox.errors import Down, Unacceptable
from app.sandbox.failures.service import Failures, Switched
from app.sandbox.house import house

PATHS: tuple[tuple[str, str], ...] = (
    ("/oidc/", "identity"),
    ("/gateway/v1/procedures", "catalogue"),
    ("/gateway/v1/definitions", "catalogue"),
    ("/gateway/v1/applications", "applications"),
    ("/gateway/v1/files", "files"),
    ("/gateway/v1/results", "files"),
    ("/gateway/v1/dossiers/events", "events"),
    ("/gateway/v1/dossiers/versions", "events"),
    ("/gateway/v1/dossiers", "applications"),
    ("/gateway/v1/people", "people"),
    ("/gateway/v1/messages", "messages"),
    ("/signing/csc/", "signing"),
    ("/signing/oauth2/token", "signing"),
)


def struck() -> dict[str, Switched]:
    """The failures this request meets, by kind."""
    met: dict[str, Switched] = g.get("struck", {})
    return met


def register_strikes(app: Flask) -> None:
    """Strike before the work (slow, down, refuses) or after it (lost_response)."""

    @app.before_request
    def before() -> None:
        area = next((area for path, area in PATHS if request.path.startswith(path)), None)
        if area is None:
            return
        g.struck = _met(area)
        if "slow" in g.struck:
            time.sleep((g.struck["slow"].value or 0) / 1000)
        if "down" in g.struck:
            raise Down("This system is switched off in the sandbox.")
        if "refuses" in g.struck:
            raise Unacceptable("This system is set to refuse everything in the sandbox.")

    @app.after_request
    def after(response: Response) -> Response:
        if "lost_response" not in struck():
            return response
        lost = jsonify(error="internal_error", message="The answer was lost on its way.", errors=[])
        lost.status_code = 500
        return lost


def _met(area: str) -> dict[str, Switched]:
    """Look without a lock first: hardly ever is anything on."""
    with house().database.session(writes=False) as session:
        if not any(failure.area == area for failure in Failures(session).all()):
            return {}
    with house().database.session(writes=True) as session:
        return Failures(session).take(area)
