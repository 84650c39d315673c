"""The operators' first page: the ways to everything that waits for them."""

from __future__ import annotations

from flask import Blueprint, Response

from app.texts import N_
from app.web.guards import operator
from app.web.pages import page

bp = Blueprint("operations", __name__, url_prefix="/<lang:lang>/operations")

_PAGES: tuple[tuple[str, str, str], ...] = ()
"""Endpoint, title and what one finds there, of every operators' page; the features keep the pages."""


@bp.get("")
@operator
def index() -> Response:
    """Everything that waits for an operator."""
    return page("operations/index.html", pages=_PAGES)
