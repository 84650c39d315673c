"""The desk's addresses of messages, withdrawals and later dates."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from app.sandbox.desk.routes import asked_day, bp, correspondence_desk, opened_desk
from app.sandbox.errors import Unknown
from app.sandbox.web.pages import see_other


@bp.post("/dossiers/<code>/postpone")
def postpone(code: str) -> BaseResponse:
    """Name a later day for the result, and say why."""
    opened_desk().postpone(code, asked_day(request.form, "until"), request.form.get("note", ""))
    return see_other("desk.dossier", code=code)


@bp.post("/dossiers/<code>/correspondence/<action>")
def correspond(code: str, action: str) -> BaseResponse:
    """Write, note as read, grant or decline a withdrawal."""
    desk, words = correspondence_desk(), request.form.get("text", "")
    if action == "write":
        desk.write(code, words)
    elif action == "read":
        desk.mark_read(code)
    elif action == "grant":
        desk.grant(code, words)
    elif action == "decline":
        desk.decline(code, words)
    else:
        raise Unknown("There is no such action.")
    return see_other("desk.dossier", code=code)
