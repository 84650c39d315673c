"""The sandbox's two languages: English in the source, Vietnamese in `words.json`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from flask import g, request
from flask import session as browser

LANGUAGES = ("vi", "en")


@cache
def words() -> dict[str, str]:
    """Vietnamese by English."""
    content = Path(__file__).with_name("words.json").read_bytes()
    return msgspec.json.decode(content, type=dict[str, str])


def language() -> str:
    """The page's language: asked for in the address, remembered, wished by the browser, Vietnamese."""
    if "language" not in g:
        g.language = _asked() or browser.get("language") or _wished()
        if _asked():
            browser["language"] = g.language
    return str(g.language)


def translate(english: str, **values: Any) -> str:
    """The sentence in the page's language, its `%(name)s` filled in."""
    sentence = words().get(english, english) if language() == "vi" else english
    return sentence % values if values else sentence


def say(text: Mapping[str, str] | str | None) -> str:
    """A bilingual text in the page's language, in the other one when there is none."""
    if not text:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language()) or next(iter(text.values()), "")


def _asked() -> str | None:
    asked = [request.args.get("lang", ""), *request.args.get("ui_locales", "").split()]
    return next((name[:2].lower() for name in asked if name[:2].lower() in LANGUAGES), None)


def _wished() -> str:
    return request.accept_languages.best_match(LANGUAGES) or "vi"
