"""The operators' first page: the ways to everything that waits for them."""

from __future__ import annotations

from flask import Blueprint, Response

from app.texts import N_
from app.web.guards import operator
from app.web.pages import page

bp = Blueprint("operations", __name__, url_prefix="/<lang:lang>/operations")

_PAGES: tuple[tuple[str, str, str], ...] = (
    (
        "applications.forms",
        N_("Online forms"),
        N_("every form the agencies published, page by page"),
    ),
    (
        "supervision.overdue",
        N_("Overdue dossiers"),
        N_("the longest late first, by agency and place"),
    ),
    (
        "supervision.on_time",
        N_("Punctuality"),
        N_("on-time rates by place and agency, processing times by procedure"),
    ),
    (
        "catalogue.words",
        N_("Words of the search"),
        N_("what people say and what it stands for: look up, add, change, take out"),
    ),
    (
        "catalogue.searches",
        N_("What people do not find"),
        N_("the most frequent searches without a fitting result"),
    ),
    (
        "intake_desk.quarantine",
        N_("Dossier records set aside"),
        N_("what agencies sent about dossiers and the portal could not take: try again, put away"),
    ),
    (
        "intake_desk.unlawful",
        N_("Unlawful steps"),
        N_("steps the ten statuses do not allow, as agencies told them"),
    ),
    (
        "scans.scans",
        N_("Virus scans"),
        N_("files without a verdict, which are not passed on: scan again"),
    ),
    (
        "catalogue.refused_records",
        N_("Refused records"),
        N_("what agencies sent about procedures and the portal could not take"),
    ),
    (
        "applications.refused_forms",
        N_("Refused forms"),
        N_("versions of forms that agencies published and the portal could not take, with every fault"),
    ),
)
"""Endpoint, title and what one finds there, of every operators' page; the features keep the pages."""


@bp.get("")
@operator
def index() -> Response:
    """Everything that waits for an operator."""
    return page("operations/index.html", pages=_PAGES)
