"""Operators' pages about time: what is late now, and how time was kept over the last year."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.features.catalogue.service import CatalogueService
from app.features.supervision.presenters import (
    late_rows,
    percent,
    place_text,
    province_names,
    punctuality,
    read_place,
)
from app.features.supervision.service import SupervisionService
from app.localities.places import Places
from app.web.addresses import code_in
from app.web.guards import operator
from app.web.pages import page
from app.web.services import use

bp = Blueprint("supervision", __name__, url_prefix="/<lang:lang>/operations")

_CENTRAL = "-"


@bp.get("/overdue")
@operator
def overdue() -> Response:
    """Late dossiers, the longest late first, of all or of one agency or province."""
    agency, province = code_in(request.args, "agency"), code_in(request.args, "locality")
    after = read_place(request.args.get("after", ""))
    late = use(SupervisionService).late(agency=agency, province=province, after=after)
    procedures = use(CatalogueService).names(row.dossier.procedure_code for row in late.rows)
    agencies = use(SupervisionService).agency_names(row.dossier.agency_code for row in late.rows)
    return page(
        "supervision/overdue.html",
        rows=late_rows(late.rows, procedures, agencies),
        following=place_text(late.after),
        chosen={"agency": agency, "locality": province},
        provinces=_provinces(),
    )


@bp.get("/punctuality")
@operator
def on_time() -> Response:
    """On-time rates of the country and its provinces."""
    supervision = use(SupervisionService)
    country = supervision.country()
    return page(
        "supervision/on_time.html",
        freshness=supervision.freshness(),
        country=country,
        share=percent(country.share),
        rows=punctuality(supervision.provinces(), province_names(use(Places))),
        central=_CENTRAL,
    )


@bp.get("/punctuality/agencies")
@operator
def agencies() -> Response:
    """On-time rates of agencies, of all or of one province; `-` for those that belong to none."""
    supervision, chosen = use(SupervisionService), code_in(request.args, "locality")
    found = supervision.agencies(province="" if chosen == _CENTRAL else chosen, page=_page())
    return page(
        "supervision/agencies.html",
        fragment="agencies",
        rows=punctuality(found.rows, supervision.agency_names(row.code for row in found.rows)),
        found=found,
        chosen=chosen,
        provinces=[*_provinces(), (_CENTRAL, province_names(use(Places))[""])],
    )


@bp.get("/punctuality/procedures")
@operator
def procedures() -> Response:
    """Processing times by procedure, the longest first."""
    found = use(SupervisionService).times(_page())
    names = use(CatalogueService).names(time.procedure_code for time in found.rows)
    return page("supervision/procedures.html", fragment="procedures", found=found, names=names)


def _provinces() -> list[tuple[str, dict[str, str]]]:
    return [(code, name) for code, name in province_names(use(Places)).items() if code]


def _page() -> int:
    return request.args.get("page", 1, type=int)
