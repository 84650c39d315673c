"""Open data: the catalogue as JSON, read-only, cacheable, open to every origin."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, request, url_for

from app.errors import PortalError
from app.features.catalogue.filters import LAST_PAGE, asked, page_number
from app.features.catalogue.service import CatalogueService, Withdrawn
from app.features.open_data.presenters import item, whole
from app.texts import Lang
from app.web.guards import public
from app.web.services import use

bp = Blueprint("open_data", __name__, url_prefix="/api/v1")

_MOST_PER_PAGE = 100
_PER_PAGE = 20
_SECONDS_FRESH = 60


@bp.get("/procedures")
@public
def procedures() -> Response:
    """A page of procedures: everything by code, or what a search finds, best first."""
    lang, per_page = _lang(), _per_page()
    wish = asked(request.args.to_dict(flat=False))
    service = use(CatalogueService)
    if not wish.query and not wish.narrowed:
        total, cards = service.every((wish.page - 1) * per_page, per_page)
        return _json({"total": total, "items": [item(card, lang, _url(card.code)) for card in cards]} | _NONE)
    found = service.search(wish, lang, per_page, clamp=False)
    items = [item(card, lang, _url(card.code), hit.variants) for card, hit in found.items]
    took = round(found.took_ms, 3)
    return _json({"total": found.total, "items": items, "suggestion": found.suggestion, "took_ms": took})


@bp.get("/procedures/<code>")
@public
def procedure(code: str) -> Response:
    """One procedure, whole."""
    return _json(whole(use(CatalogueService).procedure(code), _url(code)))


@bp.get("/openapi.json")
@public
def openapi() -> Response:
    """The description of these addresses (OpenAPI 3.1)."""
    described = msgspec.json.decode(resources.files(__package__).joinpath("openapi.json").read_bytes())
    return _json({**described, "servers": [{"url": current_app.config["PUBLIC_URL"]}]})


@bp.errorhandler(PortalError)
def refused(error: PortalError) -> Response:
    """A failure as JSON; a withdrawn procedure names its successor."""
    body: dict[str, Any] = {"error": "withdrawn" if isinstance(error, Withdrawn) else "not_found"}
    if error.status not in {404, 410}:
        body["error"] = "unavailable"
    if isinstance(error, Withdrawn):
        body["successor"] = error.successor.code if error.successor else None
    return _json(body, error.status)


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Any page of any site may read this; it sets no cookie and depends on none."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


_NONE: dict[str, Any] = {"suggestion": None, "took_ms": 0.0}


def _json(body: dict[str, Any], status: int = 200) -> Response:
    encoded = msgspec.json.encode(body)
    response = Response(encoded, status, mimetype="application/json")
    if status == 200:
        # The engine's time differs each time; it must not make an unchanged answer look new.
        told = msgspec.json.encode({**body, "took_ms": None})
        response.set_etag(hashlib.sha256(told).hexdigest()[:32], weak=True)
        response.headers["Cache-Control"] = f"public, max-age={_SECONDS_FRESH}"
        response.make_conditional(request)
    return response


def _lang() -> Lang:
    return "en" if request.args.get("lang") == "en" else "vi"


def _per_page() -> int:
    if "per_page" not in request.args:
        return _PER_PAGE
    return min(page_number(request.args["per_page"]), _MOST_PER_PAGE, LAST_PAGE)


def _url(code: str) -> str:
    path = url_for("catalogue.procedure", code=code, lang=_lang())
    return f"{current_app.config['PUBLIC_URL']}{path}"
