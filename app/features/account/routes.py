"""The account page: who one is here, and the ways to everything that is one's own."""

from __future__ import annotations

from flask import Blueprint, Response

from app.features.account.service import AccountService
from app.texts import N_
from app.web.guards import current_person, signed_in
from app.web.pages import page
from app.web.services import use

bp = Blueprint("account", __name__, url_prefix="/<lang:lang>/account")

_PAGES = (
    ("notices.index", N_("Notices"), N_("Everything the portal has told you.")),
    ("notices.choices", N_("How we tell you"), N_("Mail, SMS or browser; when, and in which language.")),
    ("applications.overview", N_("My dossiers"), N_("What you began, what you sent, and what came of it.")),
    ("calendars.feed", N_("Calendar"), N_("Due days of your dossiers in your own calendar.")),
)
"""Endpoint, title and what one finds there, of every page about the person; the features keep the pages."""


@bp.get("")
@signed_in
def index() -> Response:
    """Who one is here, and what there is."""
    return page("account/index.html", known=use(AccountService).known(current_person().id), pages=_PAGES)
