"""For those who watch the machines: alive, ready, and numbers."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from app.features.health.service import HealthService
from app.web.guards import public
from app.web.services import use

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@public
def ready() -> tuple[Response, int]:
    """Database, catalogue and search index can serve."""
    parts = use(HealthService).parts()
    return jsonify(parts), 200 if all(parts.values()) else 503


@bp.get("/metrics")
@public
def metrics() -> Response:
    """Counters in the Prometheus text format."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
