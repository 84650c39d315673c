"""Addresses of the shelves: life events, agencies, fields, A–Z, most used; for operators, refusals."""

from __future__ import annotations

from flask import Response, request

from app.errors import NotFound
from app.features.catalogue.alphabet import OTHER, Alphabet, by_letter, by_name, heading
from app.features.catalogue.filters import Asked, page_number
from app.features.catalogue.presenters import national_and_local
from app.features.catalogue.refused import RefusedRecords
from app.features.catalogue.routes import bp
from app.features.catalogue.service import CatalogueService
from app.jobs.plain_words import in_plain_words
from app.texts import say
from app.web.guards import operator, public
from app.web.locale import lang
from app.web.pages import page
from app.web.services import use

_MOST_USED = 20
_SUGGESTED = 5


@bp.get("/life-events")
@public
def life_events() -> Response:
    """Occasions of people's and businesses' lives."""
    return page("catalogue/life_events.html", events=use(CatalogueService).life_events())


@bp.get("/life-events/<event_id>")
@public
def life_event(event_id: str) -> Response:
    """The procedures of one occasion; where none is known, those whose words come closest."""
    service = use(CatalogueService)
    event, cards = service.life_event(event_id)
    closest = [] if cards else service.nearest(Asked(say(event.name, lang())), lang(), _SUGGESTED)
    return page("catalogue/life_event.html", event=event, cards=cards, closest=closest)


@bp.get("/agencies")
@public
def agencies() -> Response:
    """Every agency that publishes procedures: national bodies, then those of provinces and cities."""
    national, local = national_and_local(by_name(use(CatalogueService).agencies(), lang()))
    return page("catalogue/agencies.html", national=national, local=local)


@bp.get("/agencies/<code>")
@public
def agency(code: str) -> Response:
    """One agency: what it publishes by field and level, and its procedures by name."""
    found, groups = use(CatalogueService).agency(code)
    shelf = use(Alphabet).agency(found.code, lang(), _page())
    return page("catalogue/agency.html", agency=found, groups=by_name(groups, lang()), shelf=shelf)


@bp.get("/fields")
@public
def fields() -> Response:
    """Every field of administration."""
    return page("catalogue/fields.html", letters=by_letter(use(CatalogueService).fields(), lang()))


@bp.get("/fields/<code>")
@public
def field(code: str) -> Response:
    """One field: its agencies and levels, and its procedures by name."""
    found, groups = use(CatalogueService).field(code)
    shelf = use(Alphabet).field(found.code, lang(), _page())
    return page("catalogue/field.html", field=found, groups=by_name(groups, lang()), shelf=shelf)


@bp.get("/a-z")
@public
def alphabet() -> Response:
    """Every procedure under its first letter, of the page's language."""
    shelves = use(Alphabet)
    letters = shelves.letters(lang())
    first = next((letter for letter, count in letters if count), OTHER)
    asked = request.args.get("letter") or first
    # Who switches the language on Đ comes to D: a letter is where names that begin with it stand.
    chosen = heading({"vi": asked}, lang())
    if len(asked) != 1 or chosen not in {letter for letter, _count in letters}:
        raise NotFound(asked)
    shelf = shelves.letter(chosen, lang(), _page())
    return page("catalogue/alphabet.html", letters=letters, chosen=chosen, shelf=shelf)


@bp.get("/most-used")
@public
def most_used() -> Response:
    """What is applied for most here, and what most people come for anyway."""
    counted, chosen = use(CatalogueService).often_used(_MOST_USED)
    return page("catalogue/most_used.html", counted=counted, chosen=chosen)


@bp.get("/operations/refused-records")
@operator
def refused_records() -> Response:
    """What the agencies' feed brought and the catalogue did not take."""
    records = use(RefusedRecords).latest()
    known = use(CatalogueService).names(record.code for record in records if record.code)
    return page("catalogue/refused_records.html", records=records, known=known, in_plain_words=in_plain_words)


def _page() -> int:
    return page_number(request.args.get("page", ""))
