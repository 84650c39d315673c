"""Who may open a route: every view states its rule, and one without a rule is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Flask, abort, current_app, g, request
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, current_user

from app.errors import NotFound, SignInRequired

View = TypeVar("View", bound=Callable[..., Any])

_RULE = "access_rule"


@dataclass(frozen=True, slots=True)
class CurrentPerson(UserMixin):  # type: ignore[misc]  # the library has no types
    """The signed-in person as every page knows them."""

    id: UUID
    session_id: str
    name: str
    identity_level: int
    operates: bool = False
    locality: str | None = None
    unread: int = 0

    def get_id(self) -> str:
        """What the browser's session remembers: the sign-in, never the person."""
        return self.session_id

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
    person = current_user._get_current_object()
    return cast(CurrentPerson, person) if person is not None and person.is_authenticated else None


def current_person() -> CurrentPerson:
    """The signed-in person; raises `SignInRequired` when there is none."""
    person = person_or_none()
    if person is None:
        raise SignInRequired("this page needs a signed-in person")
    return person


def as_nobody() -> None:
    """Answer the rest of this request as if nobody were signed in, without asking the database."""
    g._login_user = AnonymousUserMixin()


def rule_of(view: Callable[..., Any]) -> str | None:
    """The rule a view states: `public`, `signed_in`, `operator`, or None."""
    return getattr(view, _RULE, None)


def init_app(app: Flask, load: Callable[[str], CurrentPerson | None]) -> None:
    """Check every request against its view's rule; `load` finds the person of a session id."""
    login = LoginManager(app)
    login.session_protection = None  # a phone's address changes; the session is checked on the server
    login.user_loader(load)
    app.before_request(_check)
    app.jinja_env.globals.update(visitor_or_none=person_or_none)


def _check() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        abort(403)
    if rule != "public" and not current_person().operates and rule == "operator":
        raise NotFound("this page is for the portal's operators")
