"""Recognise dossier codes as people copy them from receipts."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

LONGEST = 64
_LOOK_ALIKE = str.maketrans("OQDILZSB", "00011258")
_LETTERS = str.maketrans("015286", "OISZBG")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00ad_]")
_STOPS = re.compile(r"[\u00b7\u2022\u2024\u3002,]")
_OLD = re.compile(r"(\w{3})\.?(\w{2})\.?(\w{2})\.?(\w)(\w{2})-?(\w{6})-?(\w{4})", re.ASCII)
_NEW = re.compile(r"(\w)(\w{2})((?:\.\w{2,3}){0,9})-(\w{8})-(\w{4,7})", re.ASCII)

_CANONICAL = re.compile(
    r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-(\d{6})-(\d{4})|[A-Z]\d{2}(?:\.\d{2,3}){0,9}-(\d{8})-(\d{4,7}))",
    re.ASCII,
)


def read_dossier_code(text: str) -> str | None:
    """The canonical dossier code `text` is, or None.

    Two forms: `000.00.00.H26-191209-0001` (Circular 01/2018/TT-VPCP Art. 19) and `G09.20-20260609-0092637`
    (agency codes of Decision 20/2020/QĐ-TTg). Case, spaces, kinds of dashes and look-alike letters in
    places of digits do not matter; the date must exist and the number be above zero.
    """
    if len(text) > LONGEST:
        return None
    if (match := _CANONICAL.fullmatch(text)) is not None:
        old, number, new, long_number = match.groups()
        return text if _real(new or f"20{old}", long_number or number) else None
    typed = _STOPS.sub(".", _DASHES.sub("-", unicodedata.normalize("NFKC", text).upper()))
    joined = "".join(typed.split())
    return _old(joined) or _new(joined) or _new("-".join(typed.split()))


def _old(typed: str) -> str | None:
    match = _OLD.fullmatch(typed)
    if match is None:
        return None
    *places, letter, agency, day, number = match.groups()
    figures = [_digits(part) for part in (*places, agency, day, number)]
    head = _letter(letter)
    if not all(figures) or head is None or not _real("20" + figures[4], figures[5]):
        return None
    return f"{'.'.join(figures[:3])}.{head}{figures[3]}-{figures[4]}-{figures[5]}"


def _new(typed: str) -> str | None:
    match = _NEW.fullmatch(typed)
    if match is None:
        return None
    letter, agency, units, day, number = match.groups()
    figures = [_digits(part) for part in (agency, *units.split(".")[1:], day, number)]
    head = _letter(letter)
    if not all(figures) or head is None or not _real(figures[-2], figures[-1]):
        return None
    return f"{head}{'.'.join(figures[:-2])}-{figures[-2]}-{figures[-1]}"


def _digits(part: str) -> str:
    """The part in digits; empty when it cannot be."""
    read = part.translate(_LOOK_ALIKE)
    return read if read.isascii() and read.isdigit() else ""


def _letter(part: str) -> str | None:
    read = part.translate(_LETTERS)
    return read if read.isascii() and read.isalpha() else None


def _real(day: str, number: str) -> bool:
    return _is_day(day) and int(number) > 0


@lru_cache(maxsize=4096)
def _is_day(day: str) -> bool:
    try:
        date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return True
