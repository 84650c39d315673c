"""Typed text made comparable: one Unicode form, no stray spaces, no characters that deceive."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

Form = Mapping[str, list[str]]

LONGEST = 20_000
"""What a draft holds of one field at most, in characters."""

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\ufeff\u00ad\u2060"))
# Direction overrides can make a name read differently from what is stored.
_DECEIVING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")
_NAME_SIGNS = frozenset(" '’.-·")


def first(form: Form, name: str) -> str:
    """The first value sent under `name`, empty when nothing was."""
    values = form.get(name)
    return values[0] if values else ""


def line(raw: str) -> str:
    """`raw` on one line: NFC, invisible characters dropped, runs of white space made one space."""
    return " ".join(unicodedata.normalize("NFC", raw).translate(_INVISIBLE).split())


def lines(raw: str) -> str:
    """`raw` as paragraphs: each line tidied, at most one empty line in a row."""
    tidy = [line(part) for part in raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    kept = [part for number, part in enumerate(tidy) if part or (number and tidy[number - 1])]
    return "\n".join(kept).strip("\n")


def digits(raw: str) -> str:
    """`raw` with full-width digits made plain and the separators people type taken out."""
    plain = unicodedata.normalize("NFKC", raw).translate(_INVISIBLE)
    return "".join(plain.replace("-", "").replace(".", "").split())


def plain(raw: str) -> str:
    """`raw` in compatibility form without surrounding or inner space: for numbers and codes."""
    return "".join(unicodedata.normalize("NFKC", raw).translate(_INVISIBLE).split())


def deceives(text: str) -> bool:
    """Whether `text` holds control characters, lone surrogates or direction overrides; a new line is fine."""
    return any(
        char in _DECEIVING or (char != "\n" and unicodedata.category(char) in ("Cc", "Cs")) for char in text
    )


def is_name(text: str) -> bool:
    """Whether `text` could be a person's name: letters and marks, spaces, apostrophes, dots, hyphens."""
    return any(char.isalpha() for char in text) and all(
        unicodedata.category(char)[0] in "LM" or char in _NAME_SIGNS for char in text
    )


def storable(raw: str, limit: int) -> str:
    """`raw` as it may be kept in a draft: cut at `limit`, without what no encoding or database takes."""
    return raw[:limit].encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
