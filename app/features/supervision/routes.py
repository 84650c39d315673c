"""Operators' pages about time: what is late now, and how time was kept over the last year."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.features.catalogue.service import CatalogueService
from app.features.supervision.presenters import (
    agency_labels,
    late_rows,
    place_text,
    provinces,
    punctuality,
    read_place,
)
from app.features.supervision.service import SupervisionService
from app.localities.places import Places
from app.web.guards import operator
from app.web.pages import page
from app.web.services import use

bp = Blueprint("supervision", __name__, url_prefix="/<lang:lang>/operations")

_LONGEST_CODE = 64


@bp.get("/overdue")
@operator
def overdue() -> Response:
    """Late dossiers, the longest late first, of all or of one agency or place."""
    agency, locality = _argument("agency"), _argument("locality")
    after = read_place(request.args.get("after", ""))
    late = use(SupervisionService).late(agency=agency, locality=locality, after=after)
    names = use(CatalogueService).names(row.dossier.procedure_code for row in late.rows)
    agencies = use(SupervisionService).agency_names(row.dossier.agency_code for row in late.rows)
    return page(
        "supervision/overdue.html",
        rows=late_rows(late.rows, names, agencies),
        following=place_text(late.after),
        chosen={"agency": agency, "locality": locality},
        provinces=provinces(use(Places)),
    )


@bp.get("/punctuality")
@operator
def on_time() -> Response:
    """On-time rates by place and agency, and processing times by procedure."""
    supervision = use(SupervisionService)
    times, agencies = supervision.times(), supervision.agencies()
    called = supervision.agency_names(row.code for row in agencies)
    return page(
        "supervision/on_time.html",
        freshness=supervision.freshness(),
        places=punctuality(supervision.localities(), dict(provinces(use(Places)))),
        agencies=punctuality(agencies, agency_labels(called)),
        times=times,
        names=use(CatalogueService).names(time.procedure_code for time in times),
    )


def _argument(name: str) -> str | None:
    return request.args.get(name, "").strip()[:_LONGEST_CODE] or None
