"""One page for everything that can go wrong: what happened, what is safe, what to do."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, g, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from app.errors import PortalError, SignInRequired
from app.web.guards import as_nobody
from app.web.locale import lang
from app.web.logs import log
from app.web.pages import page, see_other, swaps
from app.web.parked import park

# Autosave swaps only this small place, so that a failure never takes the typed page away.
_SMALL = "saved"


def init_app(app: Flask) -> None:
    """Answer portal errors, HTTP errors and surprises with pages in the person's language."""
    app.register_error_handler(PortalError, _portal_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _surprise)


def _portal_error(error: PortalError) -> BaseResponse:
    # htmx would follow the redirect to the identity provider, another origin, and call it a lost connection.
    if (
        isinstance(error, SignInRequired)
        and request.method == "GET"
        and not request.headers.get("HX-Request")
    ):
        return see_other("sign_in.login", lang=lang(), next=_where())
    if error.status >= 500:
        log.warning("unavailable", reason=str(error))
    response = page(
        error.template,
        fragment=_SMALL if swaps(_SMALL) else None,
        status=error.status,
        error=error,
        request_id=g.get("request_id"),
        where=_where(),
        has_page=_has_page(),
    )
    return _kept(response) if isinstance(error, SignInRequired) else response


def _kept(response: Response) -> BaseResponse:
    """The page that promises to keep what was typed, or the one about a form too large to be read."""
    try:
        return park(response)
    except RequestEntityTooLarge as error:
        return _http_error(error)


def _has_page() -> bool:
    """Whether what a form is sent to is a page too, which shows again what was typed."""
    return request.url_rule is not None and "GET" in (request.url_rule.methods or ())


def _where() -> str:
    """This page; of an address that only buttons lead to, the page that has the button."""
    if _has_page():
        return request.full_path.rstrip("?")
    came = urlsplit(request.referrer or "")
    return came.path if came.netloc == request.host else url_for("home.index")


def _csrf_error(error: CSRFError) -> Response:
    log.info("csrf refused", reason=error.description)
    return park(page("errors/csrf.html", status=400, has_page=_has_page(), request_id=g.get("request_id")))


def _http_error(error: HTTPException) -> BaseResponse:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if code == 413:
        # Who is signed in may depend on the form, which is what could not be read.
        as_nobody()
    template = {404: "errors/not_found.html", 413: "errors/too_large.html", 429: "errors/too_many.html"}
    response = page(
        template.get(code, "errors/http.html"), status=code, code=code, request_id=g.get("request_id")
    )
    if wait := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(wait)
    return response


def _surprise(error: Exception) -> Response:
    log.error("surprise", exc_info=error)
    status = 503 if isinstance(error, DBAPIError) else 500
    # The page must not ask a database that may be what failed who is signed in.
    as_nobody()
    return page("errors/failure.html", status=status, request_id=g.get("request_id"))
