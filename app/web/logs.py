"""One structured line per request, without personal data: the route, never the address."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from typing import Any

import msgspec
import structlog
from flask import Flask, Response, g, request

log: Any = structlog.get_logger("portal")

# A signature nobody vouches for, or a file that was changed, is an answer of ours; these libraries also log
# it, as a warning or an error with a traceback, at every look.
_ANSWERS_THAT_ARE_LOGGED = ("pyhanko", "pyhanko_certvalidator")
_REQUEST_ID = re.compile(r"[\w-]{8,64}")


def init_app(app: Flask, *, readable: bool) -> None:
    """Number every request and log it when answered."""
    configure(readable=readable)
    app.before_request(_begin)
    app.after_request(_end)


def configure(*, readable: bool) -> None:
    """JSON lines on standard output, or readable ones for a person at a terminal."""
    plain = structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    renderer: Any = plain if readable else structlog.processors.JSONRenderer(_written)
    written: Any = structlog.PrintLoggerFactory() if readable else structlog.BytesLoggerFactory()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=written,
        cache_logger_on_first_use=True,
    )
    for library in _ANSWERS_THAT_ARE_LOGGED:
        logging.getLogger(library).setLevel(logging.CRITICAL)


def _written(line: dict[str, Any], **_how: Any) -> bytes:
    """One line of JSON; what JSON has no words for is written as Python shows it."""
    return msgspec.json.encode(line, enc_hook=repr)


def _begin() -> None:
    given = request.headers.get("X-Request-Id", "")
    request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    g.request_id, g.began = request_id, time.perf_counter()
    structlog.contextvars.bind_contextvars(request_id=request_id)


def _end(response: Response) -> Response:
    began = g.get("began")
    if began is not None:
        rule = request.url_rule
        log.info(
            "request",
            method=request.method,
            route=rule.rule if rule else None,
            status=response.status_code,
            ms=round((time.perf_counter() - began) * 1000, 1),
        )
        response.headers.add("X-Request-Id", g.request_id)
    structlog.contextvars.clear_contextvars()
    return response
