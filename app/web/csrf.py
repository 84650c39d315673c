"""Forms are taken from the portal's own pages only: each carries a token bound to the browser's session."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import CSRFError, same_origin

View = TypeVar("View", bound=Callable[..., Any])

FIELD, HEADER = "csrf_token", "X-CSRFToken"
_SEED = "csrf"
_KEY = "portal.csrf"
_EXEMPT = "csrf_exempt"
_CHANGING = frozenset(("POST", "PUT", "PATCH", "DELETE"))


def token() -> str:
    """What the forms of this page carry: a keyed digest of the session's secret (OWASP, HMAC-based token)."""
    seed: str | None = session.get(_SEED)
    if seed is None:
        seed = session[_SEED] = secrets.token_urlsafe(16)
    return _token_of(seed)


def exempt(view: View) -> View:
    """This route proves in another way who sends, so it takes forms without a token."""
    setattr(view, _EXEMPT, True)
    return view


def takes_a_token(view: Callable[..., Any]) -> bool:
    """Whether forms sent to this view need the token."""
    return not getattr(view, _EXEMPT, False)


def checked() -> bool:
    """Whether this request showed that it comes from one of the portal's own pages."""
    return bool(g.get("csrf_checked"))


def init_app(app: Flask) -> None:
    """Check every request that changes something; offer `csrf_token()` to templates."""
    secret = str(app.secret_key).encode()
    app.extensions[_KEY] = hmac.digest(secret, b"csrf token", "sha256")
    app.jinja_env.globals.update(csrf_token=token)
    app.before_request(_check)


def _token_of(seed: str) -> str:
    return hmac.digest(current_app.extensions[_KEY], seed.encode(), "sha256").hex()


def _check() -> None:
    """Raise `CSRFError` for a form without its session's token; nothing is read for other requests."""
    asked = request._get_current_object()  # type: ignore[attr-defined]  # spares a look-up each time
    if asked.method not in _CHANGING or asked.endpoint is None:
        return
    if not takes_a_token(current_app.view_functions[asked.endpoint]):
        return
    given = asked.form.get(FIELD) or asked.headers.get(HEADER) or ""
    seed = session.get(_SEED)
    if seed is None:
        raise CSRFError("the session has no token")
    if not hmac.compare_digest(_token_of(seed).encode(), given.encode()):
        raise CSRFError("the token is not the session's")
    if asked.is_secure and not same_origin(asked.referrer or "", f"https://{asked.host}/"):
        raise CSRFError("sent from another site")
    g.csrf_checked = True
