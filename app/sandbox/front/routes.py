"""The sandbox's front page: what is behind which door."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from app.sandbox.house import house
from app.sandbox.identity.people import demo_people
from app.sandbox.web.pages import page

bp = Blueprint("front", __name__)


@bp.get("/")
def doors() -> Response:
    """The doors and the demo people."""
    return page("front/doors.html", people=demo_people())


@bp.get("/trust/sandbox-ca.pem")
def authority() -> Response:
    """The certificate by which the agencies' signatures can be checked."""
    return Response(house().seals.authority_pem, mimetype="application/x-pem-file")


@bp.get("/healthz")
def healthz() -> Response:
    """Alive."""
    return jsonify(status="ok")
