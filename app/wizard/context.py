"""What answers are judged against, and the language they are shown in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.wizard.places import Places


def _untranslated(msgid: str) -> str:
    return msgid


@dataclass(frozen=True, slots=True)
class Context:
    """One reader's view: units to pick from, today's date in Vietnam, page language and its catalogue."""

    places: Places
    today: date
    lang: str = "vi"
    gettext: Callable[[str], str] = _untranslated
