"""Where agencies push dossiers to."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from app.features.intake.service import LARGEST_BODY, Answer, Intake
from app.features.intake.signatures import Incoming
from app.web.csrf import csrf
from app.web.guards import public
from app.web.services import use

bp = Blueprint("intake", __name__, url_prefix="/hooks")


@bp.post("/dossiers")
@csrf.exempt  # type: ignore[untyped-decorator]  # the library has no types
@public
def push() -> Response:
    """Take a batch of dossiers and events; the signature says who sends it."""
    return _answered(use(Intake).receive(_incoming()))


@bp.get("/dossiers/quarantine")
@public
def quarantine() -> Response:
    """What of the sender's was set aside, and why."""
    return _answered(use(Intake).set_aside(_incoming()))


def _incoming() -> Incoming:
    # One byte more than allowed is enough to know that it is too much.
    body = request.stream.read(LARGEST_BODY + 1)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Incoming(request.method, request.host, request.path, headers, body)


def _answered(answer: Answer) -> Response:
    response = jsonify(answer.body)
    response.status_code = answer.status
    response.content_type = answer.media_type
    response.headers["Cache-Control"] = "no-store"
    if answer.retry_after_s is not None:
        response.headers["Retry-After"] = str(answer.retry_after_s)
    return response
