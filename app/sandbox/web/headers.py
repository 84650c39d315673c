"""Headers every answer carries."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, request

from app.sandbox.house import house_of

REQUEST_ID = "X-Request-Id"
LONGEST_REQUEST_ID = 128


def register_headers(app: Flask) -> None:
    """Strict content policy for pages, and the caller's correlation id echoed."""
    portal = urlsplit(house_of(app).settings.portal_url)
    policy = "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "img-src 'self'",
            f"form-action 'self' {portal.scheme}://{portal.netloc}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )

    @app.after_request
    def dress(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers[REQUEST_ID] = request_id()
        return response


def request_id() -> str:
    """The caller's correlation id, or a new one when it sent none that is printable."""
    sent = request.headers.get(REQUEST_ID, "")
    usable = sent.isascii() and sent.isprintable() and 0 < len(sent) <= LONGEST_REQUEST_ID
    return sent if usable else secrets.token_hex(8)
