"""The page's language: in the address, remembered in a cookie, else negotiated."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, current_app, request, url_for
from markupsafe import escape
from werkzeug.routing import BaseConverter

from app.texts import LANGS, Lang
from app.translations import translate, translate_plural, translator

COOKIE = "lang"
_IN_PATHS = "/:@!$&'()*+,;=-._~"
_IN_QUERIES = _IN_PATHS + "%?"
_YEAR = 365 * 24 * 3600
# Asked a hundred times a page: much cheaper than the request's proxies.
_LANG: ContextVar[Lang] = ContextVar("lang", default="vi")


class LangConverter(BaseConverter):
    """`<lang:lang>` in a route: one of the languages the portal speaks."""

    regex = "|".join(LANGS)


class Lazy:
    """A message translated when it is shown, for labels declared at import."""

    def __init__(self, message: str) -> None:
        self._message = message

    def __str__(self) -> str:
        return gettext(self._message)

    def __html__(self) -> str:
        return str(escape(str(self)))


def lang() -> Lang:
    """The language of the page being answered."""
    return _LANG.get()


def gettext(message: str, **params: object) -> str:
    """The interface's words in the language of the page."""
    return translate(lang(), message, **params)


def ngettext(one: str, many: str, count: int, **params: object) -> str:
    """The plural form that fits `count` in the language of the page."""
    return translate_plural(lang(), one, many, count, **params)


def lazy_gettext(message: str) -> Lazy:
    """A message for module level; `gettext` happens when it is shown."""
    return Lazy(message)


def switch_url(other: str) -> str:
    """The address of this same page, with its query, in another language."""
    if not _in_address():
        return url_for("home.index", lang=other)
    # Every address begins with its language: putting in another is far cheaper than building it anew.
    place = quote(f"{request.root_path}/{other}{request.path[3:]}", safe=_IN_PATHS)
    # Some browsers and programs send letters as they are; links have them encoded.
    query = quote(request.query_string, safe=_IN_QUERIES)
    return f"{place}?{query}" if query else place


def _in_address() -> Lang | None:
    """The language this request's address begins with, also where no page stands."""
    first = request.path[1:].partition("/")[0]
    return next((known for known in LANGS if known == first), None)


def negotiated() -> Lang:
    """The language of the address, else the remembered one, else the browser's wish, else Vietnamese."""
    if found := _in_address():
        return found
    remembered = request.cookies.get(COOKIE)
    if remembered in LANGS:
        return "en" if remembered == "en" else "vi"
    return "en" if request.accept_languages.best_match(LANGS, "vi") == "en" else "vi"


def init_app(app: Flask) -> None:
    """Put the language into addresses, templates and cookies."""
    app.url_map.converters["lang"] = LangConverter
    app.url_value_preprocessor(_take_from_address)
    app.url_defaults(_add_to_address)
    app.teardown_request(lambda _error: _forget_language())
    app.after_request(_remember)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        lambda message: str(translator(lang()).ugettext(message)),
        lambda one, many, count: str(translator(lang()).ungettext(one, many, count)),
        newstyle=True,
    )
    app.jinja_env.globals.update(switch_url=switch_url, langs=LANGS)
    app.context_processor(lambda: {"lang": lang()})


def _take_from_address(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    _LANG.set(values.pop("lang") if values and "lang" in values else negotiated())


def _forget_language() -> None:
    """A thread that answered in English starts anew in Vietnamese."""
    _LANG.set("vi")


def _add_to_address(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = lang()


def _remember(response: Response) -> Response:
    new = response.status_code == 200 and request.cookies.get(COOKIE) != lang()
    if new and _in_address():
        response.set_cookie(
            COOKIE, lang(), max_age=_YEAR, samesite="Lax", secure=request.is_secure, httponly=True
        )
    return response
