"""Who may open a route: every view states its rule, and one without a rule is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Flask, abort, current_app, g, request, session

from app.errors import NotFound, SignInRequired

View = TypeVar("View", bound=Callable[..., Any])

_RULE = "access_rule"
_SIGN_IN = "sign_in"
_LOADER = "portal.person"
_UNASKED = object()


@dataclass(frozen=True, slots=True)
class CurrentPerson:
    """The signed-in person as every page knows them."""

    id: UUID
    session_id: str
    name: str
    identity_level: int
    operates: bool = False
    locality: str | None = None
    unread: int = 0

    @property
    def given_name(self) -> str:
        """The last word of the name, by which Vietnamese people are called."""
        return self.name.split()[-1] if self.name else ""

    @property
    def family_names(self) -> str:
        """What stands before the given name."""
        return " ".join(self.name.split()[:-1])


def public(view: View) -> View:
    """Anyone may open this route."""
    setattr(view, _RULE, "public")
    return view


def signed_in(view: View) -> View:
    """Only a signed-in person may open this route; others are asked to sign in and come back."""
    setattr(view, _RULE, "signed_in")
    return view


def operator(view: View) -> View:
    """Only a signed-in person whom the identity provider names as an operator may open this route."""
    setattr(view, _RULE, "operator")
    return view


def person_or_none() -> CurrentPerson | None:
    """The signed-in person, None for anybody else."""
    found = g.get("person", _UNASKED)
    if found is _UNASKED:
        session_id = session.get(_SIGN_IN)
        found = g.person = current_app.extensions[_LOADER](session_id) if session_id else None
    return cast(CurrentPerson | None, found)


def current_person() -> CurrentPerson:
    """The signed-in person; raises `SignInRequired` when there is none."""
    person = person_or_none()
    if person is None:
        raise SignInRequired("this page needs a signed-in person")
    return person


def as_nobody() -> None:
    """Answer the rest of this request as if nobody were signed in, without asking the database."""
    g.person = None


def keep_signed_in(session_id: str) -> None:
    """Let this browser remember its sign-in by an id that says nothing of the person."""
    session[_SIGN_IN] = session_id
    g.pop("person", None)


def rule_of(view: Callable[..., Any]) -> str | None:
    """The rule a view states: `public`, `signed_in`, `operator`, or None."""
    return getattr(view, _RULE, None)


def for_operators() -> bool:
    """Whether the page that is asked for is one for operators."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and rule_of(view) == "operator"


def init_app(app: Flask, load: Callable[[str], CurrentPerson | None]) -> None:
    """Check every request against its view's rule; `load` finds the person of a session id."""
    app.extensions[_LOADER] = load
    app.before_request(_check)
    app.jinja_env.globals.update(visitor_or_none=person_or_none, for_operators=for_operators)


def _check() -> None:
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return
    rule = rule_of(current_app.view_functions[endpoint])
    if rule is None:
        abort(403)
    if rule != "public" and not current_person().operates and rule == "operator":
        raise NotFound("this page is for the portal's operators")
