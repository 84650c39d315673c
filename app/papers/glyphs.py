"""Which characters the shipped fonts can show; PDF/UA forbids a character that has no glyph."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
_KEPT = "\n\t"
_MISSING = "□"


def showable(value: Any) -> Any:
    """The same data with every text composed (NFC) and without what the fonts cannot show.

    Invisible characters are left out, spaces become plain ones, anything else a box.
    """
    if isinstance(value, str):
        return _shown(value)
    if isinstance(value, dict):
        return {key: showable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [showable(inner) for inner in value]
    return value


def _shown(text: str) -> str:
    known = _known()
    composed = unicodedata.normalize("NFC", text)
    if known.issuperset(composed):
        return composed
    return "".join(char if char in known else _stand_in(char) for char in composed)


def _stand_in(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    return "" if category[0] in "CM" and category != "Co" else _MISSING


@cache
def _known() -> frozenset[str]:
    """Characters of every shipped font, read once a process."""
    known = set(_KEPT)
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            known.update(map(chr, font.getBestCmap()))
    return frozenset(known) - _invisible(known)


def _invisible(chars: set[str]) -> frozenset[str]:
    return frozenset(char for char in chars if unicodedata.category(char) in {"Cc", "Cf"}) - frozenset(_KEPT)
