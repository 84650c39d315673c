"""The gateway's address for reports of refused catalogue items."""

from __future__ import annotations

from flask import Response, jsonify, request

from app.sandbox.agencies.refusals import Refusals
from app.sandbox.agencies.routes import bp
from app.sandbox.house import house
from app.sandbox.web.session import session


@bp.post("/v1/procedures/refusals")
def refusals() -> Response:
    """Take the report of an item the portal did not take."""
    service = Refusals(session(), house().clock)
    return jsonify(service.take(request.headers.get("Idempotency-Key"), request.get_data()))
