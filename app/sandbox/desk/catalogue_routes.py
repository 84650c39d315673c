"""The officers' pages for the agencies' own procedures."""

from __future__ import annotations

import copy
from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from app.sandbox.agencies.catalogue import Catalogue, Record
from app.sandbox.agencies.refusals import Refusals
from app.sandbox.desk.routes import bp
from app.sandbox.errors import Unacceptable
from app.sandbox.house import house
from app.sandbox.web.pages import page, see_other
from app.sandbox.web.session import session

MOST_DAYS = 3650


@bp.get("/procedures")
def procedures() -> Response:
    """The procedures in force, and what the portal did not take of them."""
    refused = Refusals(session(), house().clock).latest()
    return page("desk/procedures.html", procedures=_catalogue().listed(), refused=refused)


@bp.get("/procedures/<code>")
def procedure(code: str) -> Response:
    """One procedure with what may be changed."""
    return page("desk/procedure.html", record=_catalogue().current(code), online=_online, problem=None)


@bp.post("/procedures/<code>")
def change_procedure(code: str) -> BaseResponse:
    """Publish the procedure with another time, fee note or summary."""
    catalogue = _catalogue()
    record = catalogue.current(code)
    try:
        changed = _changed(record)
    except Unacceptable as problem:
        return page("desk/procedure.html", 422, record=record, online=_online, problem=problem)
    catalogue.publish(changed, _note("change_note"))
    return see_other("desk.procedures")


@bp.post("/procedures/<code>/withdrawal")
def withdraw_procedure(code: str) -> BaseResponse:
    """Take the procedure out of force."""
    successor = request.form.get("successor", "").strip() or None
    _catalogue().withdraw(code, successor, _note("withdrawal_note"))
    return see_other("desk.procedures")


def _catalogue() -> Catalogue:
    return Catalogue(session(), house().clock)


def _online(record: Record) -> dict[str, Any]:
    """The online channel, or the first where there is none."""
    channels: list[dict[str, Any]] = record["channels"]
    return next((one for one in channels if one["channel"] == "online"), channels[0])


def _changed(record: Record) -> Record:
    changed = copy.deepcopy(record)
    days = request.form.get("days", "").strip()
    if not days.isdecimal() or not 0 <= int(days) <= MOST_DAYS:
        problem = {"path": "days", "message": f"a whole number from 0 to {MOST_DAYS}"}
        raise Unacceptable("The processing time is not a number of working days.", [problem])
    online = _online(changed)
    online["time"] = {"amount": int(days), "unit": "working_day", "note": None}
    note = _note("fee")
    if note:
        online["fees"] = [{"kind": "fee", "amount": None, "note": note}]
    changed["summary"] = _note("summary") or changed["summary"]
    return changed


def _note(name: str) -> dict[str, str] | None:
    """The bilingual text of two fields, None when both are empty."""
    vi, en = (request.form.get(f"{name}_{lang}", "").strip() for lang in ("vi", "en"))
    if not vi and not en:
        return None
    return {"vi": vi or en} | ({"en": en} if en else {})
