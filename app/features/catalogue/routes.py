"""Addresses of the catalogue: search, one procedure, and the ways to browse."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.features.catalogue.filters import asked, clean
from app.features.catalogue.presenters import (
    Names,
    blocks,
    facets,
    language_of,
    marked,
    province_names,
    reading,
    rows,
)
from app.features.catalogue.service import CatalogueService
from app.localities.places import Places
from app.web.guards import public
from app.web.locale import lang
from app.web.pages import page
from app.web.services import use

bp = Blueprint("catalogue", __name__, url_prefix="/<lang:lang>")


@bp.app_template_global()
def text_blocks(text: dict[str, str] | None) -> list[object]:
    """An official text as blocks in the page's language."""
    return list(blocks(text, lang()))


@bp.app_template_global()
def foreign(text: dict[str, str] | None) -> str | None:
    """The `lang` attribute an official text needs on this page, if any."""
    return language_of(text, lang())


@bp.get("/procedures")
@public
def search() -> Response:
    """Find procedures; also from the first keystroke, as the fragment `results`."""
    service, wish = use(CatalogueService), asked(request.args.to_dict(flat=False))
    results = service.search(wish, lang())
    return page(
        "catalogue/search.html",
        fragment="results",
        asked=wish,
        results=results,
        rows=rows(results),
        facets=facets(wish, results, _facet_names(service), lang()),
        nearest=[] if results.total else service.nearest(wish, lang()),
    )


def _facet_names(service: CatalogueService) -> dict[str, Names]:
    return {
        "field": service.field_names,
        "agency": service.agency_names,
        "locality": province_names(use(Places)),
    }


@bp.get("/procedures/suggestions")
@public
def suggestions() -> Response:
    """What the words typed so far may become, for under the search field."""
    typed = clean(request.args.get("q", "")).strip()
    found = use(CatalogueService).suggest(typed, lang()) if typed else []
    lines = [(line, marked(line.text, line.highlights)) for line in found]
    return page("catalogue/suggestions.html", fragment="suggestions", typed=typed, lines=lines)


@bp.get("/procedures/<code>")
@public
def procedure(code: str) -> Response:
    """Everything about one procedure, the answers people come for first."""
    service = use(CatalogueService)
    found = service.procedure(code)
    return page(
        "catalogue/procedure.html",
        view=reading(found, use(Places), lang()),
        linked=list(service.cards(found.record.linked).values()),
        variants=service.variants(code),
        related=service.related(code),
    )


@bp.get("/life-events")
@public
def life_events() -> Response:
    """Occasions of people's and businesses' lives."""
    return page("catalogue/life_events.html", events=use(CatalogueService).life_events())


@bp.get("/life-events/<event_id>")
@public
def life_event(event_id: str) -> Response:
    """The procedures of one occasion."""
    event, cards = use(CatalogueService).life_event(event_id)
    return page("catalogue/life_event.html", event=event, cards=cards)


@bp.get("/agencies")
@public
def agencies() -> Response:
    """Every agency that publishes procedures."""
    return page("catalogue/agencies.html", groups=use(CatalogueService).agencies())


@bp.get("/agencies/<code>")
@public
def agency(code: str) -> Response:
    """One agency's procedures by field."""
    found, groups = use(CatalogueService).agency(code)
    return page("catalogue/agency.html", agency=found, groups=groups)


@bp.get("/fields")
@public
def fields() -> Response:
    """Every field of administration."""
    return page("catalogue/fields.html", groups=use(CatalogueService).fields())
