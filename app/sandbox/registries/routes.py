"""The register of persons over the gateway."""

from __future__ import annotations

from flask import Response, jsonify, request

from app.sandbox.agencies.bodies import PersonQuestion, read_body
from app.sandbox.agencies.routes import bp as gateway
from app.sandbox.registries.people import look_up


@gateway.post("/v1/people/lookup")
def lookup() -> Response:
    """What the register knows of one person."""
    question = read_body(request.get_data(), PersonQuestion)
    return jsonify(look_up(question.id_number))
