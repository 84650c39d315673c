"""Pages: rendering, redirecting, and what every template may use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.sandbox.clock import VIETNAM
from app.sandbox.failures.service import NAMES, Failures
from app.sandbox.web.language import LANGUAGES, language, say, translate
from app.sandbox.web.session import session


def page(template: str, status: int = 200, /, **context: Any) -> Response:
    """A page of the sandbox, never stored by the browser."""
    response = make_response(render_template(template, **context), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def see_other(endpoint: str, **values: Any) -> BaseResponse:
    """Redirect after a form (303)."""
    return redirect(url_for(endpoint, **values), 303)


def register_page_tools(app: Flask) -> None:
    """Give templates their words, filters and the banner of failures."""
    app.jinja_env.filters.update(say=say, moment=moment, day=day)
    app.jinja_env.globals.update(_=translate, language=language, languages=LANGUAGES)
    app.jinja_env.globals.update(switch_language=switch_language, failure_names=NAMES)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def banner() -> dict[str, Any]:
        return {"failures_on": Failures(session()).all()}


def switch_language(lang: str) -> str:
    """The address of this page in another language."""
    kept = [
        (name, value) for name, value in request.args.items(multi=True) if name not in ("lang", "ui_locales")
    ]
    name = "ui_locales" if request.path.startswith("/oidc") else "lang"
    return f"{request.path}?{urlencode([*kept, (name, lang)])}"


def moment(value: datetime | None) -> str:
    """A moment on the clock of Việt Nam: 21/11/2026 14:32 or 21 November 2026, 14:32."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM)
    return f"{day(local.date())}{' ' if language() == 'vi' else ', '}{local:%H:%M}"


def day(value: date | None) -> str:
    """A day: 21/11/2026 or 21 November 2026."""
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if language() == "vi" else f"{value.day} {value:%B %Y}"
