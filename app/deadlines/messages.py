"""Sentences about deadlines: English message ids with named values, said where the language is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.texts import Text, say

Param = str | int | date | Text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be said later: English `msgid` with %(name)s places, values not yet in a language."""

    msgid: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def text(self, gettext: Callable[[str], str], lang: str, written: Callable[[date, str], str]) -> str:
        """The sentence in `lang`; `written` says a date in that language."""
        words = {key: _spoken(value, lang, written) for key, value in self.params.items()}
        return gettext(self.msgid) % words


def _spoken(value: Param, lang: str, written: Callable[[date, str], str]) -> str | int:
    if isinstance(value, date):
        return written(value, lang)
    return say(value, lang) if isinstance(value, dict) else value
