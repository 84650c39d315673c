"""The officers' pages."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask import Blueprint, Response, request, send_file, url_for
from flask import session as browser
from werkzeug.datastructures import MultiDict
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as BaseResponse

from app.sandbox.agencies.models import ResultFile
from app.sandbox.agencies.statuses import statuses
from app.sandbox.desk.actions import ACTIONS, open_actions
from app.sandbox.desk.correspondence import CorrespondenceDesk
from app.sandbox.desk.officers import OFFICERS
from app.sandbox.desk.reading import readable
from app.sandbox.desk.service import Desk, Point
from app.sandbox.errors import Unacceptable, Unknown
from app.sandbox.house import house
from app.sandbox.identity.keys import Keys
from app.sandbox.web.pages import page, see_other
from app.sandbox.web.session import session

bp = Blueprint("desk", __name__, url_prefix="/desk")
MOST_POINTS = 6
OFFICER = "officer"
INLINE_TYPES = ("application/pdf", "image/jpeg", "image/png", "image/webp")


@bp.before_request
def only_officers() -> BaseResponse | None:
    """Ask for the officer's name first."""
    if browser.get(OFFICER) in OFFICERS or request.endpoint == "desk.sign_in":
        return None
    return redirect(url_for("desk.sign_in", next=request.full_path.rstrip("?")), 303)


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> BaseResponse:
    """Choose who works."""
    if request.form.get("officer") in OFFICERS:
        browser[OFFICER] = request.form["officer"]
        return redirect(_own_path(request.args.get("next", "")), 303)
    return page("desk/sign_in.html", officers=OFFICERS)


@bp.post("/sign-out")
def sign_out() -> BaseResponse:
    """Stop working."""
    browser.pop(OFFICER, None)
    return see_other("desk.sign_in")


@bp.get("")
def dossiers() -> Response:
    """The list of dossiers, of every status or of one."""
    wanted = request.args.get("status", "")
    status = int(wanted) if wanted.isdecimal() and int(wanted) in statuses().names else None
    found = opened_desk().dossiers(status)
    return page("desk/dossiers.html", dossiers=found, status=status, names=statuses().names)


@bp.get("/dossiers/<code>")
def dossier(code: str) -> Response:
    """One dossier with its answers, files, history and lawful actions."""
    return _dossier_page(code)


@bp.post("/dossiers/<code>/<action>")
def act(code: str, action: str) -> BaseResponse:
    """Do one lawful thing to the dossier."""
    if action not in {known.name for known in ACTIONS}:
        raise Unknown("There is no such action.")
    try:
        _do(code, action)
    except Unacceptable as problem:
        session().rollback()
        return _dossier_page(code, 422, problem=problem, tried=action, typed=request.form)
    return see_other("desk.dossier", code=code)


@bp.get("/dossiers/<code>/files/<int:number>")
def file(code: str, number: int) -> Response:
    """A file of the dossier, shown by the browser when that is harmless."""
    found = next((one for one in opened_desk().dossier(code).files if one.number == number), None)
    if found is None:
        raise Unknown("There is no such file.")
    return send_file(
        house().shelf.path(found.sha256).absolute(),
        mimetype=found.media_type,
        download_name=found.name,
        as_attachment=found.media_type not in INLINE_TYPES,
    )


@bp.get("/dossiers/<code>/results/<file_id>")
def result(code: str, file_id: str) -> Response:
    """A result file of the dossier."""
    found = session().get(ResultFile, file_id)
    if found is None or found.dossier_code != code:
        raise Unknown("There is no such result.")
    return send_file(
        house().shelf.path(found.sha256).absolute(), mimetype=found.media_type, download_name=found.name
    )


@bp.get("/keys")
def keys() -> Response:
    """The provider's signing keys."""
    return page("desk/keys.html", keys=Keys(session(), house().clock).published()["keys"])


@bp.post("/keys")
def rotate_keys() -> BaseResponse:
    """Make a new signing key."""
    Keys(session(), house().clock).rotate()
    return see_other("desk.keys")


def opened_desk() -> Desk:
    """The officer who has signed in, at work."""
    parts = house()
    officer = cast(str, browser[OFFICER])
    return Desk(session(), parts.clock, parts.definitions, parts.shelf, officer, parts.seals)


def correspondence_desk() -> CorrespondenceDesk:
    """The officer who has signed in, reading and writing."""
    return CorrespondenceDesk(session(), house().clock, cast(str, browser[OFFICER]))


def _do(code: str, action: str) -> None:
    desk, note = opened_desk(), request.form.get("note", "").strip()
    if action == "ask_supplement":
        desk.ask_supplement(code, _points(request.form), asked_day(request.form, "answer_by"), note)
    else:
        getattr(desk, action)(code, note)


def _points(form: MultiDict[str, str]) -> list[Point]:
    points = []
    for number in range(1, MOST_POINTS + 1):
        vi, en = form.get(f"vi_{number}", "").strip(), form.get(f"en_{number}", "").strip()
        if vi or en:
            text = {"vi": vi or en} | ({"en": en} if en else {})
            points.append(Point(text, "file" if form.get(f"kind_{number}") == "file" else "text"))
    return points


def asked_day(form: MultiDict[str, str], name: str) -> date:
    """The day in a field; raises Unacceptable when there is none."""
    try:
        return date.fromisoformat(form.get(name, ""))
    except ValueError as error:
        problem = {"path": name, "message": "is not a day"}
        words = "Give the day by which to answer." if name == "answer_by" else "Give a later day."
        raise Unacceptable(words, [problem]) from error


def _dossier_page(code: str, status: int = 200, **more: object) -> Response:
    found = opened_desk().dossier(code)
    definition = house().definitions.get(found.definition_id, found.definition_version)
    shelf = house().shelf
    context = {
        "dossier": found,
        "title": definition.content.get("title"),
        "sections": readable(definition.content, found.answers),
        "intact": {one.number: shelf.intact(one.sha256) for one in found.files},
        "actions": open_actions(found),
        "thread": correspondence_desk().thread(code),
        "withdrawal": correspondence_desk().open_withdrawal(code),
        "names": statuses().names,
        "points": range(1, MOST_POINTS + 1),
        "problem": None,
        "tried": None,
        "typed": {},
    }
    return page("desk/dossier.html", status, **(context | more))


def _own_path(wanted: str) -> str:
    """Where to go after signing in: a page of this desk, never another site."""
    return wanted if wanted.startswith("/desk") else url_for("desk.dossiers")
