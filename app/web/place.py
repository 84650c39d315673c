"""The place a person chose: kept with their account, else in a cookie of this browser."""

from __future__ import annotations

from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from app.localities.chosen import Place, place
from app.localities.places import Places
from app.web.guards import person_or_none
from app.web.services import use

Answer = TypeVar("Answer", bound=Response)

COOKIE = "place"
_YEAR = 365 * 24 * 3600


def chosen_place() -> Place | None:
    """Where the person lives or wants to apply, as far as they said so."""
    person = person_or_none()
    code = (person and person.locality) or request.cookies.get(COOKIE)
    return place(use(Places), code) if code else None


def keep_place(answer: Answer, code: str) -> Answer:
    """Let this browser remember the place."""
    answer.set_cookie(COOKIE, code, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer


def forget_place(answer: Answer) -> Answer:
    """Let this browser forget the place."""
    answer.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return answer
