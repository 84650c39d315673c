"""What answers are judged against, and the language they are shown in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.wizard.places import Places
from app.wizard.services import Term

Deadline = Callable[[Term], date | None]


def _untranslated(msgid: str) -> str:
    return msgid


@dataclass(frozen=True, slots=True)
class Context:
    """One reader's view: units to pick from, today's date in Vietnam, page language and its catalogue.

    `answers` are the other answers a question is read beside. `seat` says whose steps are at hand where
    several people answer: a party's key, "" the owner's, None everybody's. `deadline` says when an answer to
    what is sent now is due. `memo` keeps what was computed.
    """

    places: Places
    today: date
    lang: str = "vi"
    gettext: Callable[[str], str] = _untranslated
    answers: Mapping[str, Any] = field(default_factory=dict)
    seat: str | None = None
    deadline: Deadline | None = field(default=None, compare=False)
    memo: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)

    def given(self, answers: Mapping[str, Any]) -> Context:
        """The same view beside these answers."""
        return replace(self, answers=answers)

    def seated(self, seat: str) -> Context:
        """The same view for whoever answers at this seat."""
        return replace(self, seat=seat, memo={})
