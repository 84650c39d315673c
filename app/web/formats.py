"""The formats of `app.formatting` and bilingual texts, as template filters in the page's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask
from markupsafe import Markup, escape

from app import formatting
from app.texts import Text, say, spoken
from app.web.locale import gettext, lang
from app.wizard.question_types.phone import grouped, national

T = TypeVar("T")


def _in_page_language(write: Callable[[T, str], str]) -> Callable[[T], str]:
    return lambda value: write(value, lang())


day = _in_page_language(formatting.day)
weekday = _in_page_language(formatting.weekday)
moment = _in_page_language(formatting.moment)
number = _in_page_language(formatting.number)
money = _in_page_language(formatting.money)
size = _in_page_language(formatting.size)


def phone(address: str) -> str:
    """A telephone number as people here write it, in groups: +84912000011 as 0912 000 011."""
    return grouped(national(address))


def spoken_text(text: Text | None) -> Markup:
    """A bilingual text in the page's language; marked with `lang` where only Vietnamese exists."""
    words = say(text, lang())
    if words and spoken(text, lang()) != lang():
        return Markup('<span lang="vi">{}</span>').format(words)
    return escape(words)


def message(value: Any) -> str:
    """A structured message (`msgid` and `params`) of the pure engines, in the page's language."""
    params: Mapping[str, Any] = getattr(value, "params", None) or {}
    filled = {key: say(part, lang()) if isinstance(part, dict) else part for key, part in params.items()}
    return gettext(value.msgid, **filled)


def init_app(app: Flask) -> None:
    """Make the formats available to templates as filters."""
    app.jinja_env.filters.update(
        date=day,
        weekday=weekday,
        time=formatting.time,
        moment=moment,
        number=number,
        money=money,
        size=size,
        phone=phone,
        say=spoken_text,
        message=message,
    )
    app.jinja_env.globals.update(
        plain=lambda text: say(text, lang()), spoken=lambda text: spoken(text, lang())
    )
