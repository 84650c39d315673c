"""The registers of persons and of businesses over the gateway."""

from __future__ import annotations

from flask import Response, jsonify, request

from app.sandbox.agencies.bodies import BusinessQuestion, PersonQuestion, read_body
from app.sandbox.agencies.routes import bp as gateway
from app.sandbox.registries.businesses import find
from app.sandbox.registries.people import look_up


@gateway.post("/v1/people/lookup")
def lookup() -> Response:
    """What the register knows of one person."""
    question = read_body(request.get_data(), PersonQuestion)
    return jsonify(look_up(question.id_number))


@gateway.post("/v1/businesses/lookup")
def lookup_businesses() -> Response:
    """The businesses of a tax code or of a representative; none is an answer too."""
    question = read_body(request.get_data(), BusinessQuestion)
    return jsonify(items=find(question.tax_code or None, question.representative or None))
