"""Addresses of looking a dossier up without signing in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, request, session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from app.features.tracking.asking import Answer, TrackingDesk
from app.features.tracking.forms import TrackForm
from app.features.tracking.presenters import completion
from app.references import read_reference
from app.web.guards import person_or_none, public
from app.web.limits import limiter
from app.web.pages import page, see_other
from app.web.parked import parked_form
from app.web.services import use

bp = Blueprint("tracking", __name__, url_prefix="/<lang:lang>/track")

_SHOWN = "tracked"
_MOST_SHOWN = 5


@bp.route("", methods=["GET", "POST"])
@limiter.limit("60/minute", methods=["POST"])
@public
def track() -> BaseResponse:
    """Ask for a dossier by its code and one fact more; the owner who is signed in needs no fact."""
    form = TrackForm() if request.method == "POST" else _begun()
    person = _person()
    if person and form.reference and use(TrackingDesk).mine(form.reference, person):
        return see_other("dossiers.dossier", reference=form.reference)
    if not form.validate_on_submit():
        return page("tracking/track.html", form=form, door=None)
    answer = use(TrackingDesk).ask(str(form.reference), str(form.fact.data), _connection(), person)
    return _found(answer) or page("tracking/track.html", form=form, door=answer.door, status=_status(answer))


@bp.get("/result")
@public
def result() -> BaseResponse:
    """How far a dossier is that this browser has looked up in the last half hour."""
    code = read_reference(request.args.get("code", "")) or ""
    until = session.get(_SHOWN, {}).get(code)
    tracked = use(TrackingDesk).again(code, datetime.fromisoformat(until)) if until else None
    if tracked is None:
        return see_other(".track", code=code or None)
    return page("tracking/result.html", completion=completion(tracked))


def _begun() -> TrackForm:
    """With what was typed before, or with the code of the address."""
    typed = parked_form()
    return TrackForm(MultiDict(typed)) if typed else TrackForm(code=request.args.get("code", "")[:100])


def _found(answer: Answer) -> BaseResponse | None:
    """To the result, which this browser may see for a while; nothing when there is none."""
    if answer.tracked is None:
        return None
    shown = {**session.get(_SHOWN, {}), answer.tracked.code: answer.until.isoformat()}
    session[_SHOWN] = dict(list(shown.items())[-_MOST_SHOWN:])
    return see_other(".result", code=answer.tracked.code)


def _status(answer: Answer) -> int:
    return 429 if answer.door == "shut" else 422


def _connection() -> str:
    return request.remote_addr or ""


def _person() -> UUID | None:
    person = person_or_none()
    return person.id if person else None
