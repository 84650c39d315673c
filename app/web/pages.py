"""Answer with a page: the whole of it, or the one fragment htmx asked for."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from htmx_flask import request
from werkzeug.wrappers import Response as BaseResponse

_VARY = ("HX-Request", "HX-Target", "Cookie")


def page(template: str, *, fragment: str | None = None, status: int | None = None, **context: Any) -> Response:
    """Render `template`; only its block `fragment` when htmx targets the element of that name.

    Answers 422 when the context's `form` has errors and no other status is given.
    """
    swapping = fragment is not None and swaps(fragment)
    layout = "layouts/fragment.html" if swapping else "layouts/page.html"
    body = render_template(template, layout=layout, fragment=fragment, **context)
    response = make_response(body, status or _status_of(context.get("form")))
    response.vary.update(_VARY)
    if _asked() and not swapping:
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML show:window:top"
    return response


def swaps(fragment: str) -> bool:
    """Whether this request will swap only the element called `fragment` (htmx 4 sends `tag#id`)."""
    target = request.htmx.target or ""
    return _asked() and target.rpartition("#")[2] == fragment


def see_other(endpoint: str, **values: Any) -> BaseResponse:
    """Post/redirect/get: 303 to another page of the portal."""
    return redirect(url_for(endpoint, **values), 303)


def _asked() -> bool:
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def _status_of(form: Any) -> int:
    return 422 if form is not None and getattr(form, "errors", None) else 200
