"""Open data: the catalogue as JSON, read-only, cacheable, open to every origin."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import resources
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, request, send_file, url_for

from app.errors import PortalError, Unavailable
from app.features.catalogue.filters import LAST_PAGE, asked, clean, page_number
from app.features.catalogue.service import CatalogueService, Withdrawn
from app.features.open_data.bulk import Bulk
from app.features.open_data.freshness import SECONDS_FRESH, tag
from app.features.open_data.localities import locality, units
from app.features.open_data.presenters import agency_quality, item, portal_statistics, whole
from app.features.ratings.service import RatingService
from app.features.supervision.service import SupervisionService
from app.localities.places import Places
from app.localities.units import Scheme
from app.texts import Lang
from app.web.guards import public
from app.web.services import use

bp = Blueprint("open_data", __name__, url_prefix="/api/v1")

_MOST_PER_PAGE = 100
_PER_PAGE = 20


@bp.get("/procedures")
@public
def procedures() -> Response:
    """A page of procedures: everything by code, or what a search finds, best first."""
    lang, per_page = _lang(), _per_page()
    wish = asked(request.args.to_dict(flat=False))
    service = use(CatalogueService)
    if not wish.query and not wish.narrowed:
        return _versioned(lambda: _everything_listed(service, wish.page, per_page, lang))
    found = service.search(wish, lang, per_page, clamp=False)
    items = [item(card, lang, _url(card.code), hit.variants) for card, hit in found.items]
    took = round(found.took_ms, 3)
    return _json({"total": found.total, "items": items, "suggestion": found.suggestion, "took_ms": took})


@bp.get("/procedures/<code>")
@public
def procedure(code: str) -> Response:
    """One procedure, whole."""
    service = use(CatalogueService)
    return _versioned(lambda: whole(service.procedure(code), _url(code)))


@bp.get("/procedures.jsonl.gz")
@public
def everything() -> Response:
    """Every procedure in force, whole, one a line; the worker makes it for each version of the catalogue."""
    newest = use(Bulk).newest()
    if newest is None:
        raise Unavailable("the worker has not made the file yet")
    version, file = newest
    answer = send_file(file, "application/gzip", download_name="procedures.jsonl.gz", conditional=False)
    answer.set_etag(tag(version, "bulk"))
    answer.headers["Cache-Control"] = f"public, max-age={SECONDS_FRESH}"
    answer.make_conditional(request)
    return answer


@bp.get("/agencies/<code>/quality")
@public
def quality(code: str) -> Response:
    """How an agency serves: what can be done online, what people say, how it keeps its time."""
    agency, fields = use(CatalogueService).agency(code)
    levels = use(CatalogueService).levels(code)
    opinions = use(RatingService).opinions(code)
    kept = use(SupervisionService).agency(code)
    return _json(agency_quality(agency, len(fields), levels, opinions, kept))


@bp.get("/statistics")
@public
def statistics() -> Response:
    """The portal in numbers; small counts of opinions are left out."""
    service = use(CatalogueService)
    opinions = use(RatingService).opinions()
    return _json(portal_statistics(service.figures(), service.applications(), opinions, service.version()))


@bp.get("/localities")
@public
def localities() -> Response:
    """Units of before and since 1 July 2025: by name, below another, or every province."""
    scheme: Scheme = "2024" if request.args.get("scheme") == "2024" else "2025"
    query, parent = (clean(request.args.get(name, "")).strip() for name in ("q", "parent"))
    places, per_page = use(Places), _per_page()
    found = units(places, scheme, query, parent)
    first = (page_number(request.args.get("page", "")) - 1) * per_page
    items = [locality(places, unit) for unit in found[first : first + per_page]]
    return _json({"total": len(found), "items": items})


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
    response.headers["Link"] = f'<{current_app.config["PUBLIC_URL"]}/api/v1/openapi.json>; rel="license"'
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _everything_listed(service: CatalogueService, page: int, per_page: int, lang: Lang) -> dict[str, Any]:
    total, cards = service.every((page - 1) * per_page, per_page)
    items = [item(card, lang, _url(card.code)) for card in cards]
    return {"total": total, "items": items, "suggestion": None, "took_ms": 0.0}


def _versioned(build: Callable[[], dict[str, Any]]) -> Response:
    """What depends on the catalogue's version alone; a client that has it costs one statement."""
    coding = "gzip" if request.accept_encodings.quality("gzip") else ""
    known = tag(use(CatalogueService).version(), request.full_path, coding)
    if request.if_none_match.contains(known):
        response = Response(status=304)
    else:
        response = Response(msgspec.json.encode(build()), mimetype="application/json")
    response.set_etag(known)
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = f"public, max-age={SECONDS_FRESH}"
    return response


def _json(body: dict[str, Any], status: int = 200) -> Response:
    encoded = msgspec.json.encode(body)
    response = Response(encoded, status, mimetype="application/json")
    if status == 200:
        # The engine's time differs each time; it must not make an unchanged answer look new.
        told = msgspec.json.encode({**body, "took_ms": None})
        response.set_etag(hashlib.sha256(told).hexdigest()[:32], weak="took_ms" in body)
        response.headers["Cache-Control"] = f"public, max-age={SECONDS_FRESH}"
        response.make_conditional(request)
    return response


def _lang() -> Lang:
    return "en" if request.args.get("lang") == "en" else "vi"


def _per_page() -> int:
    if "per_page" not in request.args:
        return _PER_PAGE
    return min(page_number(request.args["per_page"]), _MOST_PER_PAGE, LAST_PAGE)


def _url(code: str, lang: Lang | None = None) -> str:
    path = url_for("catalogue.procedure", code=code, lang=lang or _lang())
    return f"{current_app.config['PUBLIC_URL']}{path}"
