"""Every refusal as a page for people or as JSON for programs."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, jsonify, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.sandbox.errors import Refusal
from app.sandbox.web.pages import page

PROGRAM_PATHS = ("/gateway/", "/failures", "/oidc/token", "/oidc/userinfo", "/oidc/jwks")

log = logging.getLogger(__name__)


def register_error_pages(app: Flask) -> None:
    """Answer every error in the form its asker reads."""

    @app.errorhandler(Refusal)
    def refused(error: Refusal) -> Response:
        return _answer(error.status, error.code, error.message, error.errors, error.more)

    @app.errorhandler(CSRFError)
    def not_from_our_form(error: CSRFError) -> Response:
        return _answer(400, "form_expired", "This form has expired. Go back, reload the page and try again.")

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response | HTTPException:
        if error.response is not None:
            return error
        return _answer(
            error.code or 500, error.name.lower().replace(" ", "_"), error.description or error.name
        )

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.exception("the sandbox failed")
        return _answer(500, "internal_error", "The sandbox failed; its log says why.")


def _answer(
    status: int,
    code: str,
    message: str,
    errors: list[dict[str, str]] | None = None,
    more: dict[str, Any] | None = None,
) -> Response:
    if request.path.startswith(PROGRAM_PATHS):
        body = {"error": code, "message": message, "errors": errors or []} | (more or {})
        response = jsonify(body)
        response.status_code = status
        return response
    return page("error.html", status, message=message, errors=errors or [], status=status)
