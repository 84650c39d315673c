"""Answer with a page: the whole of it, or the one fragment htmx asked for."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, url_for
from htmx_flask import request
from werkzeug.wrappers import Response as BaseResponse

from app.web import templates

_VARY = ("HX-Request", "HX-Target", "Cookie")


def page(
    template: str, *, fragment: str | tuple[str, ...] | None = None, status: int | None = None, **context: Any
) -> Response:
    """Render `template`; only the block of `fragment` that htmx targets by the element of that name.

    Answers 422 when the context's `form` has errors and no other status is given.
    """
    offered = (fragment,) if isinstance(fragment, str) else fragment or ()
    wanted = next((name for name in offered if swaps(name)), None)
    swapping = wanted is not None
    layout = "layouts/fragment.html" if swapping else "layouts/page.html"
    body = render_template(templates.template(template), layout=layout, fragment=wanted, **context)
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
    # Flask's own redirect writes a page about it that no browser shows.
    return Response(status=303, headers={"Location": url_for(endpoint, **values)})


def navigate(endpoint: str, **values: Any) -> BaseResponse:
    """Like `see_other`, but a whole new page also for htmx: for whatever changes more than the main part."""
    if not request.htmx:
        return see_other(endpoint, **values)
    return Response(headers={"HX-Redirect": url_for(endpoint, **values)})


def _asked() -> bool:
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def _status_of(form: Any) -> int:
    return 422 if form is not None and getattr(form, "errors", None) else 200
