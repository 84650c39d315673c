"""Addresses of due days as calendars: one dossier's, and a private feed of all."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.errors import NotFound
from app.features.calendars.presenters import Address, dossier_file, feed_file
from app.features.calendars.service import CalendarService
from app.features.dossiers.service import DossierService
from app.web.guards import current_person, public, signed_in
from app.web.limits import limiter
from app.web.locale import lang
from app.web.pages import page, see_other
from app.web.services import use

bp = Blueprint("calendars", __name__)

_TYPE = "text/calendar; charset=utf-8"


@bp.get("/<lang:lang>/dossiers/<reference>/deadline.ics")
@signed_in
def entry(reference: str) -> Response:
    """The due day of one dossier, to be put into a calendar."""
    found = use(DossierService).open(reference, owner=current_person().id)
    text = dossier_file(found, lang(), _page_of(lang()), _host())
    if text is None:
        raise NotFound("no day is promised for this dossier")
    return _file(text, f"{found.row.reference}.ics")


@bp.get("/calendar/<token>.ics")
@limiter.limit("120/hour")
@public
def subscription(token: str) -> BaseResponse:
    """Every due day of whoever made this address; the secret in it is the key."""
    feed = use(CalendarService).read(token)
    answer = _file(feed_file(feed, _page_of(feed.language), _host()), "dossiers.ics")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.route("/<lang:lang>/calendar", methods=["GET", "POST"])
@signed_in
def feed() -> BaseResponse:
    """One's private calendar: what it is, a new address, which is shown once."""
    calendars, owner = use(CalendarService), current_person().id
    token = calendars.make(owner, lang()) if request.method == "POST" else None
    address = f"{_public_url()}{url_for('.subscription', token=token)}" if token else None
    webcal = f"webcal://{address.partition('://')[2]}" if address else None
    return page("calendars/feed.html", since=calendars.made_at(owner), address=address, webcal=webcal)


@bp.post("/<lang:lang>/calendar/revoke")
@signed_in
def revoke() -> BaseResponse:
    """Make one's address stop working."""
    use(CalendarService).revoke(current_person().id)
    return see_other(".feed")


def _file(text: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(text, content_type=_TYPE, headers={"Content-Disposition": disposition})


def _page_of(language: str) -> Address:
    """Where a dossier's page is, for somebody who reads a calendar."""
    return lambda code: f"{_public_url()}{url_for('dossiers.dossier', lang=language, reference=code)}"


def _public_url() -> str:
    return str(current_app.config["PUBLIC_URL"])


def _host() -> str:
    return urlsplit(_public_url()).hostname or "portal"
