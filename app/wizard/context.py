"""What answers are judged against, and the language they are shown in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.wizard.places import Places


def _untranslated(msgid: str) -> str:
    return msgid


@dataclass(frozen=True, slots=True)
class Context:
    """One reader's view: units to pick from, today's date in Vietnam, page language and its catalogue.

    `answers` are the other answers a question is read beside. `memo` keeps what was computed for this view.
    """

    places: Places
    today: date
    lang: str = "vi"
    gettext: Callable[[str], str] = _untranslated
    answers: Mapping[str, Any] = field(default_factory=dict)
    memo: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)

    def given(self, answers: Mapping[str, Any]) -> Context:
        """The same view beside these answers."""
        return replace(self, answers=answers)
