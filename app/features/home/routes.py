"""The portal's first page, and the ways from it."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask, Response, redirect, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as BaseResponse

from app.features.catalogue.service import CatalogueService
from app.features.home.presenters import tiles
from app.features.home.service import Totals
from app.web.guards import public
from app.web.locale import negotiated
from app.web.pages import page, see_other
from app.web.services import provide, use

bp = Blueprint("home", __name__)

_MOST_USED = 8


@bp.record
def _one_for_each_portal(state: BlueprintSetupState) -> None:
    totals = Totals()
    provide(cast(Flask, state.app), Totals, lambda: totals)


@bp.get("/")
@public
def root() -> BaseResponse:
    """To the first page in the remembered or negotiated language."""
    response = redirect(url_for(".index", lang=negotiated()), 302)
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@bp.get("/<lang:lang>/")
@public
def index() -> Response:
    """What do you need to do? The search, the most used services and life events."""
    catalogue = use(CatalogueService)
    tab = "business" if request.args.get("tab") == "business" else "people"
    return page(
        "home/index.html",
        fragment="events",
        tab=tab,
        tiles=tiles(catalogue.life_events("business" if tab == "business" else "citizen")),
        used=catalogue.most_used(_MOST_USED),
        figures=use(Totals).of(catalogue),
    )


@bp.get("/<lang:lang>/find-dossier")
@public
def find_dossier() -> BaseResponse:
    """To the dossier whose code was typed; to the list of dossiers when nothing was."""
    reference = "".join(request.args.get("code", "").split()).upper()
    if not reference:
        return see_other("applications.overview")
    return see_other("dossiers.dossier", reference=reference)
