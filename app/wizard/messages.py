"""Messages of the engine: English message ids with named values, said where the language is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from app import formatting
from app.texts import Text, say

if TYPE_CHECKING:
    from app.wizard.context import Context

Param = str | int | date | Text


class Message(msgspec.Struct, frozen=True):
    """A sentence to be said later: `msgid` is English with %(name)s places, values may be bilingual."""

    msgid: str
    params: Mapping[str, Param] = {}

    def text(self, context: Context) -> str:
        """The sentence in the language of `context`."""
        words = {key: _spoken(value, context.lang) for key, value in self.params.items()}
        return context.gettext(self.msgid) % words


def _spoken(value: Param, lang: str) -> str | int:
    if isinstance(value, dict):
        return say(value, lang)
    return formatting.day(value, lang) if isinstance(value, date) else value
