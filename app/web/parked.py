"""Keep what a person typed when their session turns out to have ended, and give it back afterwards."""

from __future__ import annotations

from typing import Protocol

from flask import Response, g, request

from app.web.services import use

COOKIE = "parked"
_DAY = 24 * 3600
_MOST_FIELDS = 400


class Parking(Protocol):
    """Where parked forms are kept; the factory provides it."""

    def park(self, path: str, form: dict[str, list[str]]) -> str:
        """Keep a form; returns its key."""

    def take(self, key: str, path: str) -> dict[str, list[str]] | None:
        """The form parked for a path, once."""


def park(response: Response) -> Response:
    """Park this request's form and let the browser hold the key; other sites' forms are not kept."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or not request.form:
        return response
    if len(request.form) > _MOST_FIELDS:
        return response
    typed = {name: values for name, values in request.form.lists() if name != "csrf_token"}
    key = use(Parking).park(request.path, typed)  # type: ignore[type-abstract]  # a service is asked for by its protocol
    response.set_cookie(COOKIE, key, max_age=_DAY, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def parked_form() -> dict[str, list[str]] | None:
    """What was typed here before the session ended, if this browser parked something for this page."""
    key = request.cookies.get(COOKIE)
    if not key:
        return None
    found = use(Parking).take(key, request.path)  # type: ignore[type-abstract]  # as above
    if found is not None:
        g.parked_taken = True
    return found


def forget(response: Response) -> Response:
    """Drop the key once its form was given back."""
    if g.get("parked_taken"):
        response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return response
