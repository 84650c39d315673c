"""What search engines ask for: the map of all addresses in both languages, and what they may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from flask import Blueprint, Response, current_app, request, url_for

from app.errors import NotFound
from app.features.catalogue.service import CatalogueService
from app.texts import LANGS
from app.web.guards import public
from app.web.services import use

bp = Blueprint("discovery", __name__)

PER_PART = 5_000
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
_SECONDS_FRESH = 3600
_SHELVES = ("home.index", "catalogue.search", "catalogue.life_events", "catalogue.agencies")
_MORE_SHELVES = ("catalogue.fields", "catalogue.alphabet", "catalogue.most_used")


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """Everything public may be read; what belongs to persons and endless searches may not."""
    lines = ["User-agent: *"]
    lines += [f"Disallow: /{lang}/{place}" for lang in LANGS for place in _PRIVATE]
    lines += ["Disallow: /auth/", "Disallow: /hooks/", "", f"Sitemap: {_root()}/sitemap.xml", ""]
    return _answer("\n".join(lines), "text/plain")


@bp.get("/sitemap.xml")
@public
def sitemap() -> Response:
    """The index: one part for the ways to browse, further parts of at most 5,000 procedures each."""
    service = use(CatalogueService)
    parts = -(-service.in_force() // PER_PART)
    changed = service.changed_on()
    rows = (
        f"<sitemap><loc>{escape(_part(number))}</loc>{_modified(changed)}</sitemap>"
        for number in range(parts + 1)
    )
    return _xml(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</sitemapindex>'
    )


@bp.get("/sitemaps/<int(max=9999):number>.xml")
@public
def sitemap_part(number: int) -> Response:
    """Part 0 has the shelves, every other part procedures by code; each address in both languages."""
    service = use(CatalogueService)
    if number == 0:
        return _addresses(_browsing(service))
    rows = service.addresses((number - 1) * PER_PART, PER_PART)
    if not rows:
        raise NotFound(str(number))
    return _addresses(("catalogue.procedure", {"code": code}, changed) for code, changed in rows)


_PRIVATE = (
    *("applications/", "dossiers", "account", "operations", "ratings", "procedures?", "track"),
    *("documents", "notices", "uploads", "receipts", "verify", "calendar"),
)

Address = tuple[str, dict[str, Any], date | None]


def _browsing(service: CatalogueService) -> Iterable[Address]:
    for endpoint in (*_SHELVES, *_MORE_SHELVES):
        yield endpoint, {}, None
    for event in service.life_events():
        yield "catalogue.life_event", {"event_id": event.code}, None
    for agency in service.agencies():
        yield "catalogue.agency", {"code": agency.code}, None
    for field in service.fields():
        yield "catalogue.field", {"code": field.code}, None


def _addresses(rows: Iterable[Address]) -> Response:
    return _xml(f"<urlset {_NAMESPACES}>{''.join(map(_entries, rows))}</urlset>")


def _entries(row: Address) -> str:
    endpoint, values, changed = row
    urls = {lang: f"{_root()}{url_for(endpoint, lang=lang, **values)}" for lang in LANGS}
    others = "".join(_alternate(lang, url) for lang, url in urls.items()) + _alternate(
        "x-default", urls["vi"]
    )
    return "".join(
        f"<url><loc>{escape(url)}</loc>{_modified(changed)}{others}</url>" for url in urls.values()
    )


def _alternate(lang: str, url: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{lang}" href={quoteattr(url)}/>'


def _modified(day: date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""


def _part(number: int) -> str:
    return f"{_root()}{url_for('discovery.sitemap_part', number=number)}"


def _root() -> str:
    return str(current_app.config["PUBLIC_URL"])


def _xml(body: str) -> Response:
    return _answer(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', "application/xml")


def _answer(body: str, media_type: str) -> Response:
    answer = Response(body, content_type=f"{media_type}; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={_SECONDS_FRESH}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
