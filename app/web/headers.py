"""What every answer carries: a strict content policy, no sniffing, no framing, no private caches."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, Response, request

from app.web.guards import person_or_none

_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml", "application/geo+json")
_WORTH_IT = 1024
_BODILESS = frozenset((204, 303, 304))


def init_app(app: Flask, *, providers: Iterable[str], secure: bool) -> None:
    """Add the security headers and compress what shrinks."""
    origins = sorted({f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, providers)})
    always = {
        "Content-Security-Policy": _policy(" ".join(origins)),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    if secure:
        always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    lowered = {name.lower(): (name, value) for name, value in always.items()}

    def add(response: Response) -> Response:
        headers = response.headers
        present = {name.lower() for name, _ in headers}
        headers.extend([header for name, header in lowered.items() if name not in present])
        if "cache-control" not in present:
            headers.add("Cache-Control", "no-store" if _private() else "no-cache")
        return _compressed(response)

    app.after_request(add)


def _policy(providers: str) -> str:
    # A form's redirect is checked against form-action too, and sign-out and signing lead to other systems.
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self' {providers}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )


def _private() -> bool:
    return request.method != "GET" or person_or_none() is not None


def _compressed(response: Response) -> Response:
    if (
        response.direct_passthrough
        or response.status_code < 200
        or response.status_code in _BODILESS
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(_COMPRESSIBLE)
        or not request.accept_encodings.quality("gzip")
    ):
        return response
    body = response.get_data()
    if len(body) < _WORTH_IT:
        return response
    response.set_data(gzip.compress(body, compresslevel=6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response
