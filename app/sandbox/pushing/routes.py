"""The page on which an agency's own software pushes dossiers."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.sandbox.agencies.statuses import statuses
from app.sandbox.desk.routes import bp as desk
from app.sandbox.house import house
from app.sandbox.identity.people import demo_people
from app.sandbox.pushing.manners import MANNERS
from app.sandbox.pushing.service import Pushing
from app.sandbox.pushing.systems import SYSTEMS, published_keys
from app.sandbox.web.pages import page, see_other
from app.sandbox.web.session import session

bp = Blueprint("pushing", __name__)


@bp.get("/agency-keys.txt")
def keys() -> Response:
    """The public keys the agencies sign with, as `flask dossiers keys import` reads them."""
    return Response(published_keys(house().settings.pushing_keys, house().clock), mimetype="text/plain")


@desk.get("/push")
def pushing() -> Response:
    """What may be pushed, and what became of it."""
    service = Pushing(session(), house())
    return page(
        "desk/pushing.html",
        dossiers=service.dossiers(),
        pushes=service.pushes(),
        systems=SYSTEMS,
        people=demo_people(),
        manners=MANNERS,
        names=statuses().names,
        portal=house().settings.portal_url,
    )


@desk.post("/push")
def begin() -> BaseResponse:
    """Push a new dossier."""
    form = request.form
    service = Pushing(session(), house())
    service.begin(form.get("system", ""), form.get("holder", ""), form.get("manner", ""))
    return see_other("desk.pushing", _anchor="sent")


@desk.post("/push/<code>")
def go_on(code: str) -> BaseResponse:
    """Push a dossier's next step."""
    Pushing(session(), house()).go_on(code, request.form.get("manner", ""))
    return see_other("desk.pushing", _anchor="sent")
