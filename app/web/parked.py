"""Keep what a person typed when their session turns out to have ended, and give it back afterwards."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, g, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.texts import LANGS
from app.web.pages import navigate
from app.web.services import use

Page = TypeVar("Page", bound=BaseResponse)

COOKIE = "parked"
CARRY = "_carry_to"
_DAY = 24 * 3600
_MOST_FIELDS = 400
_MOST_TYPED = 200_000


class Parking(Protocol):
    """Where parked forms are kept; the factory provides it."""

    def park(self, path: str, form: dict[str, list[str]]) -> str:
        """Keep a form; returns its key."""

    def take(self, key: str, path: str) -> dict[str, list[str]] | None:
        """The form parked for a path, once."""


def park(response: Page, path: str | None = None) -> Page:
    """Park this request's form, for its own path or another, and let the browser hold the key.

    Forms sent from other sites are not kept. The key is for that path alone: every window keeps its own.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or not request.form:
        return response
    if len(request.form) > _MOST_FIELDS:
        return response
    typed = {name: values for name, values in request.form.lists() if name not in {"csrf_token", CARRY}}
    if sum(len(value) for values in typed.values() for value in values) > _MOST_TYPED:
        return response
    parking = use(Parking)  # type: ignore[type-abstract]  # a service is asked for by its protocol
    where = path or _here()
    key = parking.park(where, typed)
    response.set_cookie(COOKIE, key, max_age=_DAY, path=where, **_kept_how())
    return response


def init_app(app: Flask) -> None:
    """Let a button named `_carry_to` take a half-typed form to the same page in another language."""
    app.before_request(_carry)
    app.after_request(_forget)


def _carry() -> BaseResponse | None:
    other = request.form.get(CARRY) if request.method == "POST" else None
    if other not in LANGS or request.endpoint is None:
        return None
    arguments = {**(request.view_args or {}), "lang": other}
    path = urlsplit(url_for(request.endpoint, **arguments)).path
    return park(navigate(request.endpoint, **arguments), path)


def parked_form() -> dict[str, list[str]] | None:
    """What was typed here before the session ended, if this browser parked something for this page.

    A page shows it; what a form sends is never replaced by it.
    """
    key = request.cookies.get(COOKIE) if request.method == "GET" else None
    if not key:
        return None
    found = use(Parking).take(key, _here())  # type: ignore[type-abstract]  # as above
    if found is not None:
        g.parked_taken = True
    return found


def _forget(response: Response) -> Response:
    """Drop the key once its form was given back."""
    if g.get("parked_taken"):
        response.delete_cookie(COOKIE, path=_here(), **_kept_how())
    return response


def _here() -> str:
    return request.root_path + request.path


def _kept_how() -> dict[str, Any]:
    return {"httponly": True, "samesite": "Lax", "secure": request.is_secure}
