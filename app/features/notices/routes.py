"""Addresses of notices: the inbox, how one wants to be told, and the browser's part."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Flask, Response, current_app, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from app.features.notices.account import NoticeAccount
from app.features.notices.forms import CHANNEL_NAMES, TOPIC_NAMES, ChoicesForm
from app.features.notices.inbox import Inbox
from app.features.notices.presenters import inbox_row
from app.features.notices.tokens import MailLinks
from app.web.csrf import csrf
from app.web.guards import current_person, public, signed_in
from app.web.limits import limiter
from app.web.locale import lang
from app.web.pages import page, see_other
from app.web.parked import parked_form
from app.web.services import use

bp = Blueprint("notices", __name__)


@bp.get("/<lang:lang>/notices")
@signed_in
def index() -> Response:
    """Everything one was told, newest first."""
    shown = use(Inbox).read(current_person().id, request.args.get("page", 1, type=int))
    rows = [inbox_row(notice) for notice in shown.notices]
    return page("notices/index.html", fragment="notices", shown=shown, rows=rows)


@bp.get("/<lang:lang>/notices/<uuid:notice_id>")
@signed_in
def open_notice(notice_id: UUID) -> BaseResponse:
    """Mark a notice as read and go to what it is about."""
    path = use(Inbox).open(current_person().id, notice_id)
    return redirect(f"/{lang()}/{path}", 303)


@bp.post("/<lang:lang>/notices/read")
@signed_in
def read_all() -> BaseResponse:
    """Mark everything as read."""
    use(Inbox).mark_all(current_person().id)
    return see_other(".index")


@bp.route("/<lang:lang>/account/notices", methods=["GET", "POST"])
@limiter.limit("30/hour", methods=["POST"])
@signed_in
def choices() -> BaseResponse:
    """How one wants to be told."""
    account, owner = use(NoticeAccount), current_person().id
    shown = account.shown(owner)
    typed = request.form.to_dict(flat=False) if request.method == "POST" else parked_form()
    form = ChoicesForm.typed(MultiDict(typed)) if typed else ChoicesForm.of(shown.choices)
    if request.method == "POST" and form.validate():
        account.keep(owner, form.choices, lang())
        return see_other(".choices", saved=1)
    names = {"topics": TOPIC_NAMES, "channels": CHANNEL_NAMES}
    return page("notices/choices.html", shown=shown, form=form, names=names, saved="saved" in request.args)


@bp.route("/<lang:lang>/account/notices/address/<token>", methods=["GET", "POST"])
@limiter.limit("30/hour", methods=["POST"])
@signed_in
def address(token: str) -> BaseResponse:
    """Confirm that one reads one's own mail address; the click in the mail alone confirms nothing."""
    if request.method == "POST":
        use(NoticeAccount).prove(current_person().id, token)
        return see_other(".choices", saved=1)
    return page("notices/address.html", token=token)


@bp.post("/<lang:lang>/account/notices/try-again")
@signed_in
def try_again() -> BaseResponse:
    """Use addresses again that once took nothing."""
    use(NoticeAccount).try_again(current_person().id)
    return see_other(".choices", saved=1)


@bp.post("/<lang:lang>/account/notices/browsers")
@limiter.limit("30/hour")
@signed_in
def add_browser() -> BaseResponse:
    """Show notices in this browser; a script fills the form in."""
    given = {name: request.form.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    device = _device(request.user_agent.string)
    use(NoticeAccount).add_browser(current_person().id, **given, device=device)
    return see_other(".choices", saved=1)


@bp.post("/<lang:lang>/account/notices/browsers/<uuid:browser_id>/remove")
@signed_in
def remove_browser(browser_id: UUID) -> BaseResponse:
    """No longer show notices in a browser."""
    use(NoticeAccount).remove_browser(current_person().id, browser_id)
    return see_other(".choices", saved=1)


@bp.route("/<lang:lang>/notices/stop/<token>", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # the library has no types
@limiter.limit("60/minute")
@public
def stop(token: str) -> Response:
    """Stop the mails of one topic without signing in; mail programs send the form themselves (RFC 8058)."""
    wanted = use(MailLinks).read(token)
    if request.method == "POST":
        use(NoticeAccount).stop(wanted.person_id, wanted.topic)
    done = request.method == "POST"
    return page("notices/stop.html", token=token, topic=TOPIC_NAMES[wanted.topic], done=done)


@bp.get("/push-worker.js")
@public
def push_worker() -> Response:
    """The browser's part of push messages; its address must not change, and its scope is the portal."""
    response = Response(current_app.extensions["portal.push_worker"], mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    return response


def init_app(app: Flask, push_worker_script: bytes) -> None:
    """Register the addresses."""
    app.extensions["portal.push_worker"] = push_worker_script
    app.register_blueprint(bp)


def _device(user_agent: str) -> str:
    """What people would call the browser."""
    browsers = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((name for mark, name in table if mark in user_agent), "") for table in (browsers, systems)]
    return " · ".join(filter(None, found)) or "?"
