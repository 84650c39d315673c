"""Small operations on official wording: spacing, bullets, bilingual assembly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.texts import Text

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\u200b-\u200f\u2028-\u202e\u2060]")
_NUMBER = re.compile(r"(?:bước|step)\s*\d", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[-–—*•●▪]|\+{1,4})+[)\s]*")


def tidy(text: str | None) -> str:
    """The text without control characters, doubled spaces and blank lines; lines are kept."""
    if not text:
        return ""
    lines = map(_tidy_line, text.replace("\r", "\n").split("\n"))
    return "\n".join(filter(None, lines))


def _tidy_line(line: str) -> str:
    words = " ".join(line.split())
    # Few lines hold anything unprintable; looking is much cheaper than replacing.
    return words if words.isprintable() else " ".join(_CONTROLS.sub("", words).split())


def unbulleted(text: str | None) -> str:
    """A tidy text without the bullet it begins with."""
    return _BULLET.sub("", tidy(text)).strip()


def is_bullet(line: str) -> bool:
    """Whether a tidy line is written as an item of a list."""
    return bool(_BULLET.match(line))


def number_themselves(texts: Sequence[Text]) -> bool:
    """Whether every text begins with its own number (“Bước 1: …”), so that a page gives it no second one."""
    return all(_NUMBER.match(unbulleted(words)) for text in texts for words in text.values())


def bilingual(vi: str, en: str | None) -> Text:
    """A text in Vietnamese and, where there is one, English."""
    return {"vi": vi, "en": en} if en else {"vi": vi}


def joined(texts: Sequence[Text], separator: str) -> Text | None:
    """The texts in a row; English only when every one of them has it."""
    if not texts:
        return None
    vi = separator.join(text["vi"] for text in texts)
    if all(text.get("en") for text in texts):
        return {"vi": vi, "en": separator.join(text["en"] for text in texts)}
    return {"vi": vi}
