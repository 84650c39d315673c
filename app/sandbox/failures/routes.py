"""Failures by page for officers, by JSON for tests."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from app.sandbox.agencies.bodies import Strict, read_body
from app.sandbox.desk.routes import bp as desk
from app.sandbox.errors import Unacceptable
from app.sandbox.failures.service import AREAS, DEFAULT_SLOW_MS, KINDS, Failures
from app.sandbox.web.pages import page, see_other
from app.sandbox.web.session import session

bp = Blueprint("failures", __name__, url_prefix="/failures")


class Wish(Strict, frozen=True):
    """The body of `POST /failures`."""

    area: str
    kind: str
    on: bool = True
    value: int | None = None
    times: int | None = None


@bp.get("")
def state() -> Response:
    """What is on."""
    return _state(Failures(session()))


@bp.post("")
def switch() -> Response:
    """Switch one failure; JSON only, so that no foreign page can send it from a browser."""
    if not request.is_json:
        raise Unacceptable("Send JSON.", [{"path": "Content-Type", "message": "application/json"}])
    wish = read_body(request.get_data(), Wish)
    failures = Failures(session())
    if wish.on:
        failures.turn_on(wish.area, wish.kind, wish.value, wish.times)
    else:
        failures.turn_off(wish.area, wish.kind)
    return _state(failures)


@bp.delete("")
def clear() -> Response:
    """Switch everything off."""
    failures = Failures(session())
    failures.clear()
    return _state(failures)


@desk.get("/failures")
def failures_page() -> Response:
    """Every switch with its state."""
    on = {(failure.area, failure.kind): failure for failure in Failures(session()).all()}
    return page("failures/switches.html", areas=AREAS, kinds=KINDS, on=on, slow_ms=DEFAULT_SLOW_MS)


@desk.post("/failures")
def set_failures() -> BaseResponse:
    """Set every switch as the form shows it."""
    failures = Failures(session())
    failures.clear()
    if "clear" in request.form:
        return see_other("desk.failures_page")
    for area in AREAS:
        for kind in KINDS[area]:
            if request.form.get(f"{area}.{kind}"):
                failures.turn_on(area, kind, _milliseconds(area) if kind == "slow" else None)
    return see_other("desk.failures_page")


def _milliseconds(area: str) -> int:
    typed = request.form.get(f"{area}.milliseconds", "")
    return int(typed) if typed.isdecimal() else DEFAULT_SLOW_MS


def _state(failures: Failures) -> Response:
    return jsonify(items=[msgspec.to_builtins(failure) for failure in failures.all()])
