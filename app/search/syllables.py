"""Whether a word could be a Vietnamese syllable at all: what could be one is no slip of its own accord."""

from __future__ import annotations

import re
import unicodedata

from app.folding import folded

_ONSET = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
# What may follow every vowel; "-" when it may stand alone.
_ENDINGS = {
    "a": "- c ch i m n ng nh o p t u y",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": "- c m n ng o p t",
    "ê": "- ch m n nh p t u",
    "i": "- ch m n nh p t u",
    "ia": "-",
    "iê": "c m n ng p t u",
    "o": "- c i m n ng p t",
    "oa": "- c ch i m n ng nh o p t y",
    "oă": "c m n ng t",
    "oe": "- n o t",
    "oo": "c ng",
    "ô": "- c i m n ng p t",
    "ơ": "- i m n p t",
    "u": "- c i m n ng p t",
    "ua": "-",
    "uâ": "n ng t y",
    "uê": "- ch nh",
    "uô": "c i m n ng t",
    "uơ": "-",
    "uy": "- ch nh t u",
    "uya": "-",
    "uyê": "n t",
    "ư": "- c i ng t u",
    "ưa": "-",
    "ươ": "c i m n ng p t u",
    "y": "- n nh t",
    "yê": "m n ng t u",
}
_RIMES = [vowel + end.strip("-") for vowel, ends in _ENDINGS.items() for end in ends.split()]
_TONED = {"\u0300", "\u0303", "\u0309"}  # huyền, ngã, hỏi
_CLOSING = {"\u0301", "\u0323"}  # sắc, nặng
_WRITTEN = re.compile(_ONSET + "(?:" + "|".join(_RIMES) + ")")
_BARE = re.compile(_ONSET + "(?:" + "|".join(sorted({folded(rime) for rime in _RIMES})) + ")")
_STOP = ("c", "ch", "p", "t")


def well_formed(word: str) -> bool:
    """Whether a lower-case word with its diacritics is spelled as a Vietnamese syllable may be.

    Syllables that end in c, ch, p or t bear the tone sắc or nặng.
    """
    apart = unicodedata.normalize("NFD", word)
    tones = {mark for mark in apart if mark in _TONED or mark in _CLOSING}
    plain = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
    closed = not plain.endswith(_STOP) or bool(tones & _CLOSING)
    return len(tones) <= 1 and closed and _WRITTEN.fullmatch(plain) is not None


def well_formed_bare(word: str) -> bool:
    """Whether a lower-case word without any diacritics could be a Vietnamese syllable."""
    return _BARE.fullmatch(word) is not None
