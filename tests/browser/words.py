"""The words of the portal, its forms and the sandbox in the language of a page."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from app.sandbox.agencies.blocks import written_out
from app.translations import translate
from app.wizard.lists import entries

ROOT = Path(__file__).parents[2]
_BIRTH = ROOT / "app" / "sandbox" / "agencies" / "definitions" / "birth-registration" / "1.json"
_SANDBOX = ROOT / "app" / "sandbox" / "web" / "words.json"


class Words:
    """Speaks one language: `say` the portal's messages, `label`, `option` and `step` the birth form's."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def say(self, message: str, **params: object) -> str:
        """A message of the portal."""
        return translate(self.lang, message, **params)

    def desk(self, message: str) -> str:
        """A message of the sandbox."""
        words: dict[str, str] = json.loads(_SANDBOX.read_text("utf-8"))
        return message if self.lang == "en" else words[message]

    def step(self, key: str) -> str:
        """The title of a step of the birth form."""
        return next(str(step["title"][self.lang]) for step in _birth()["steps"] if step["key"] == key)

    def label(self, key: str) -> str:
        """The label of a question of the birth form."""
        return str(_question(key)["label"][self.lang])

    def option(self, key: str, value: str) -> str:
        """The words of one choice of a question."""
        question = _question(key)
        if "from_list" in question:
            return dict(entries(question["from_list"])[value])[self.lang]
        return next(str(one["label"][self.lang]) for one in question["options"] if one["value"] == value)


@cache
def _birth() -> dict[str, Any]:
    written: dict[str, Any] = json.loads(_BIRTH.read_text("utf-8"))
    content: dict[str, Any] = written_out(written, _BIRTH.parents[1] / "blocks")
    return content


def _question(key: str) -> dict[str, Any]:
    return next(q for step in _birth()["steps"] for q in step["questions"] if q["key"] == key)
