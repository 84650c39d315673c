"""The gateway's addresses of messages and withdrawals."""

from __future__ import annotations

from flask import Response, jsonify, request

from app.sandbox.agencies.correspondence import Letterbox, said_after
from app.sandbox.agencies.feeds import feed_page
from app.sandbox.agencies.routes import bp
from app.sandbox.house import house
from app.sandbox.web.session import session


@bp.post("/v1/dossiers/<code>/messages")
def messages(code: str) -> Response:
    """Receive a message to the officer."""
    box = Letterbox(session(), house().clock)
    return jsonify(box.message(code, request.headers.get("Idempotency-Key"), request.get_data()))


@bp.post("/v1/dossiers/<code>/withdrawal")
def withdrawal(code: str) -> Response:
    """Receive a wish to withdraw."""
    box = Letterbox(session(), house().clock)
    return jsonify(box.withdrawal(code, request.headers.get("Idempotency-Key"), request.get_data()))


@bp.get("/v1/dossiers/correspondence")
def correspondence() -> Response:
    """What officers wrote and decided after a cursor."""
    opened = session()
    read = lambda cursor, limit: said_after(opened, cursor, limit)  # noqa: E731 - a reader bound to the session
    return jsonify(feed_page(read, request.args.get("after"), request.args.get("limit")))
