"""Dates, times, money and bilingual texts as people in each language write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Flask
from markupsafe import Markup

from app.clock import VIETNAM
from app.texts import Text, say, spoken
from app.web.locale import gettext, lang

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day(value: date | datetime | None, language: str | None = None) -> str:
    """21/11/2026 in Vietnamese, 21 November 2026 in English; a moment is taken in Vietnam's time."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value
    if (language or lang()) == "en":
        return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{local:%d/%m/%Y}"


def weekday(value: date | datetime | None, language: str | None = None) -> str:
    """The date with its day of the week: thứ Sáu 27/11/2026, Friday 27 November 2026."""
    if value is None:
        return ""
    local = value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value
    names = _WEEKDAYS_EN if (language or lang()) == "en" else _WEEKDAYS_VI
    return f"{names[local.weekday()]} {day(local, language)}"


def clock_time(value: datetime | None) -> str:
    """14:32, Vietnam's time."""
    return f"{value.astimezone(VIETNAM):%H:%M}" if value else ""


def moment(value: datetime | None, language: str | None = None) -> str:
    """14:32, 21/11/2026."""
    return f"{clock_time(value)}, {day(value, language)}" if value else ""


def number(value: int | float, language: str | None = None) -> str:
    """5.665 in Vietnamese, 5,665 in English."""
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return text if (language or lang()) == "en" else text.translate(str.maketrans(",.", ".,"))


def money(dong: int | None, language: str | None = None) -> str:
    """135.000 ₫ in Vietnamese, VND 135,000 in English."""
    if dong is None:
        return ""
    if (language or lang()) == "en":
        return f"VND {number(dong, 'en')}"
    return f"{number(dong, 'vi')}\N{NO-BREAK SPACE}₫"


def size(count: int) -> str:
    """A file's size in KB or MB, rounded as people read it."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{number(round(count / 1024 / 1024, 1))} MB"


def spoken_text(text: Text | None) -> Markup:
    """A bilingual text in the page's language; marked with `lang` where only Vietnamese exists."""
    words = say(text, lang())
    if words and spoken(text, lang()) != lang():
        return Markup('<span lang="vi">{}</span>').format(words)
    return Markup("{}").format(words)


def message(value: Any) -> str:
    """A structured message (`msgid` and `params`) of the pure engines, in the page's language."""
    params: Mapping[str, Any] = getattr(value, "params", {}) or {}
    filled = {key: say(part, lang()) if isinstance(part, dict) else part for key, part in params.items()}
    return gettext(value.msgid, **filled)


def init_app(app: Flask) -> None:
    """Make the formats available to templates as filters."""
    app.jinja_env.filters.update(
        date=day,
        weekday=weekday,
        time=clock_time,
        moment=moment,
        number=number,
        money=money,
        size=size,
        say=spoken_text,
        message=message,
    )
    app.jinja_env.globals.update(plain=lambda text: say(text, lang()), spoken=lambda text: spoken(text, lang()))
