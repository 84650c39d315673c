"""Addresses of the catalogue: one procedure, and the ways to browse."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, url_for

from app.errors import NotFound
from app.features.catalogue.numbers import ProcedureNumbers
from app.features.catalogue.presenters import blocks, language_of, reading
from app.features.catalogue.reach import Reach
from app.features.catalogue.records.history import History
from app.features.catalogue.searching.visits import Visits
from app.features.catalogue.service import CatalogueService
from app.features.catalogue.sheet import sheet as paper
from app.papers import qr, typeset
from app.web.guards import public
from app.web.locale import lang
from app.web.pages import page
from app.web.place import chosen_place
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


@bp.get("/procedures/<code>")
@public
def procedure(code: str) -> Response:
    """Everything about one procedure, the answers people come for first."""
    service = use(CatalogueService)
    found = service.procedure(code)
    use(Visits).add(code)
    return page(
        "catalogue/procedure.html",
        view=reading(found, lang()),
        offer=use(Reach).offer(found.record, chosen_place(), form=found.form),
        linked=list(service.cards(found.record.linked).values()),
        variants=service.variants(code),
        related=service.related(code),
        changed=use(History).latest(code),
        numbers=use(ProcedureNumbers).numbers(code),  # type: ignore[type-abstract]  # a protocol names it
    )


@bp.get("/procedures/<code>/history")
@public
def history(code: str) -> Response:
    """Every change of one procedure, also of a withdrawn one, newest first."""
    name = use(CatalogueService).names([code]).get(code)
    if name is None:
        raise NotFound(code)
    return page("catalogue/history.html", code=code, name=name, events=use(History).of(code))


@bp.get("/procedures/<code>/sheet.pdf")
@public
def sheet(code: str) -> Response:
    """The procedure to print and take along: an accessible PDF."""
    found = use(CatalogueService).procedure(code)
    body = typeset("document", paper(found, _address(code), lang()), lang(), made_at=found.changed_at)
    named = {"Content-Disposition": f'inline; filename="{code}-{lang()}.pdf"'}
    return Response(body, mimetype="application/pdf", headers=named)


@bp.get("/procedures/<code>/code.svg")
@public
def code(code: str) -> Response:
    """A QR code that opens the procedure's page."""
    found = use(CatalogueService).procedure(code)
    drawn = Response(qr(_address(found.record.code)), mimetype="image/svg+xml")
    drawn.headers["Cache-Control"] = "public, max-age=86400"
    return drawn


def _address(code: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}{url_for('catalogue.procedure', code=code)}"
