"""Vietnamese words in one spelling, and without their marks, so that what people type can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_WORD = 40
_MARKS = dict.fromkeys(range(0x0300, 0x0370))
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# "hoà" and "hòa", "thuý" and "thúy" are one word written two ways; "quý" is not among them.
_ROUND_END = re.compile(rf"(?<!q)(?<!qu)(oa|oe|uy)([{_TONES}])(?![^\W\d_])", re.IGNORECASE)
_ROUND = ("oà", "oả", "oã", "oá", "oạ", "oè", "oẻ", "oẽ", "oé", "oẹ", "uỳ", "uỷ", "uỹ", "uý", "uỵ")
_LAST_VOWELS = frozenset("".join(pair[1] for pair in _ROUND))
# "kĩ" and "kỹ", "lí" and "lý": after these letters alone, i and y are one sound.
_SHORT_I = re.compile(rf"([hklmst])i([{_TONES}]?)")
_Y_WITHOUT_TONE = frozenset({"li", "ki", "mi", "ti"})


def _folding_table() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "D"}
    for code in (*range(0x00C0, 0x0180), *range(0x01A0, 0x01B1), *range(0x1EA0, 0x1EFA)):
        plain = unicodedata.normalize("NFD", chr(code)).translate(_MARKS)
        if plain != chr(code):
            table[code] = plain
    return table


_TABLE = _folding_table()


def fold(text: str) -> str:
    """`text` without diacritics, case kept: "Đắk Lắk" → "Dak Lak"; folding twice changes nothing."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFC", text).translate(_TABLE)
    return plain if plain.isascii() else _unmarked(plain)


def _unmarked(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", bare).translate(_TABLE)


@lru_cache(maxsize=16384)
def folded(word: str) -> str:
    """The folded form of one word, remembered."""
    return fold(word)


def lower(text: str) -> str:
    """`text` in lower case and composed (Unicode NFC)."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return lowered if lowered.isascii() else unicodedata.normalize("NFC", lowered)


def marked(word: str) -> bool:
    """Whether a word carries Vietnamese diacritics, đ included."""
    return not word.isascii() and folded(word) != word


@lru_cache(maxsize=16384)
def canonical(word: str) -> str:
    """One spelling for lower-case words Vietnamese writes in two ways: hoà/hòa, thuý/thúy, kĩ/kỹ, lí/lý.

    Only the first LONGEST_WORD characters of a word are read.
    """
    if len(word) > LONGEST_WORD:
        return word[:LONGEST_WORD]
    if len(word) == 2 and (short := _SHORT_I.fullmatch(unicodedata.normalize("NFD", word))):
        toned = short[2] or word in _Y_WITHOUT_TONE
        return unicodedata.normalize("NFC", f"{short[1]}y{short[2]}") if toned else word
    return settle(word)


def settle(text: str) -> str:
    """`text` (NFC) with the tone mark where official names have it: "Thanh Hoá" → "Thanh Hóa"."""
    composed = unicodedata.normalize("NFC", text)
    lowered = composed.lower()
    if not any(pair in lowered for pair in _ROUND):
        return composed
    return unicodedata.normalize("NFC", _moved(composed))


def _moved(text: str) -> str:
    apart = "".join(unicodedata.normalize("NFD", c) if c.lower() in _LAST_VOWELS else c for c in text)
    return _ROUND_END.sub(lambda found: f"{found[1][0]}{found[2]}{found[1][1]}", apart)
