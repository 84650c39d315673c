"""Small operations on official wording: spacing, bullets, bilingual assembly."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.texts import Text

_SPACES = re.compile(r"[^\S\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u200b-\u200f\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_BULLET = re.compile(r"^(?:[-–—*•●▪]|\+{1,4})+[)\s]*")


def tidy(text: str | None) -> str:
    """The text without control characters, doubled spaces and blank lines; lines are kept."""
    if not text:
        return ""
    plain = _SPACES.sub(" ", _CONTROLS.sub("", text.replace("\r", "\n")))
    lines = (line.strip() for line in plain.split("\n"))
    return _BLANK_LINES.sub("\n", "\n".join(lines)).strip()


def unbulleted(text: str | None) -> str:
    """A tidy text without the bullet it begins with."""
    return _BULLET.sub("", tidy(text)).strip()


def is_bullet(line: str) -> bool:
    """Whether a tidy line is written as an item of a list."""
    return bool(_BULLET.match(line))


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
