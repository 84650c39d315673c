"""Addresses of the search: results, suggestions, the answer to them; operators' words and misses."""

from __future__ import annotations

from flask import Response, request, session
from werkzeug.wrappers import Response as BaseResponse

from app.db.encryption import keyring
from app.features.catalogue.filters import Asked, asked, clean, page_number
from app.features.catalogue.routes import bp
from app.features.catalogue.search_forms import VerdictForm, WordForm
from app.features.catalogue.search_results import (
    facet_names,
    facets,
    marked,
    rows,
)
from app.features.catalogue.searching.misses import Misses, MissService, Outcome, impersonal
from app.features.catalogue.searching.words import WordService
from app.features.catalogue.service import CatalogueService
from app.localities.places import Places
from app.references import read_reference
from app.web.guards import current_person, operator, public
from app.web.locale import lang
from app.web.pages import navigate, page, see_other, swaps
from app.web.services import use

_ANSWERED = "answered"
_MOST_REMEMBERED = 20


@bp.get("/procedures")
@public
def search() -> BaseResponse:
    """Find procedures, as fragment `results` from the first keystroke; a dossier's code leads to tracking."""
    service, wish = use(CatalogueService), asked(request.args.to_dict(flat=False))
    dossier = read_reference(wish.query)
    if dossier is not None and not _typing():
        return navigate("tracking.track", code=dossier)
    results = service.search(wish, lang())
    if not (results.total or wish.narrowed or _typing()):
        _count("empty", wish)
    return page(
        "catalogue/search.html",
        fragment="results",
        asked=wish,
        dossier=dossier,
        results=results,
        rows=rows(results, service.members(results)),
        facets=facets(wish, results, facet_names(results, use(Places)), lang()),
        nearest=[] if results.total else service.nearest(wish, lang()),
        answered=_mark(wish) in session.get(_ANSWERED, ()),
    )


@bp.get("/procedures/suggestions")
@public
def suggestions() -> Response:
    """What the words typed so far may become, for under the search field."""
    typed = clean(request.args.get("q", "")).strip()
    found = use(CatalogueService).suggest(typed, lang()) if typed else []
    lines = [(line, marked(line.text, line.highlights)) for line in found]
    dossier = read_reference(typed)
    return page(
        "catalogue/suggestions.html", fragment="suggestions", typed=typed, lines=lines, dossier=dossier
    )


@bp.post("/procedures/verdict")
@public
def verdict() -> BaseResponse:
    """Whether a search led to what was wanted: counted once a search and browser, thanked for in place."""
    form, wish = VerdictForm(), asked(request.form.to_dict(flat=False))
    remembered: list[str] = session.get(_ANSWERED, [])
    if form.validate_on_submit() and form.fits is not None and _mark(wish) not in remembered:
        _count("fitting" if form.fits else "unfitting", wish)
        session[_ANSWERED] = [*remembered, _mark(wish)][-_MOST_REMEMBERED:]
    if swaps("verdict"):
        return page("catalogue/search.html", fragment="verdict", asked=wish, answered=True)
    return see_other("catalogue.search", **wish.address(wish.page), _anchor="verdict")


def _typing() -> bool:
    """Whether the query is still being typed: half a word that finds nothing is nobody's miss."""
    return request.headers.get("HX-Source", "") == "input#q"


def _count(outcome: Outcome, wish: Asked) -> None:
    browser = request.headers.get("User-Agent", "")[:300]
    if wish.query:
        use(Misses).count(outcome, lang(), wish.query, request.remote_addr or "", browser)


def _mark(wish: Asked) -> str:
    """The search a browser remembers having answered, unreadable in its cookie."""
    return keyring().index(f"answered {lang()} {impersonal(wish.query)}")[:12]


@bp.get("/operations/words")
@operator
def words() -> Response:
    """The words the search understands: what operators changed, or all that contain what is asked."""
    typed = clean(request.args.get("q", "")).strip()
    listing = use(WordService).listing(typed, page_number(request.args.get("page", "")))
    return page("catalogue/words.html", typed=typed, listing=listing)


@bp.route("/operations/words/word", methods=["GET", "POST"])
@operator
def word() -> BaseResponse:
    """Add, change or take out one word; its earlier changes below."""
    service, operator_ = use(WordService), current_person()
    form = WordForm(request.form if request.method == "POST" else request.args)
    if form.validate_on_submit() and form.accepts(service.complaints(form.word)):
        service.save(form.word, by=operator_.id, name=operator_.name)
        return see_other("catalogue.words", q=form.word.phrase)
    return page("catalogue/word.html", fragment="word", form=form, history=service.history(form.word))


@bp.get("/operations/searches")
@operator
def searches() -> Response:
    """What people search for and do not find."""
    return page("catalogue/searches.html", overview=use(MissService).overview())
