"""Vietnamese text without its marks, to compare what people type with how names are written."""

from __future__ import annotations

import re
import unicodedata

_MARKS = dict.fromkeys(range(0x0300, 0x0370))
_WORD = re.compile(r"\d+|[^\W\d_]+")
# "hoà" and "hòa", "thuý" and "thúy" are one word written two ways; "quý" is not among them.
_NEW_STYLE = re.compile(r"(?<!q)(oa|oe|uy)([\u0300\u0309\u0303\u0301\u0323])(?![^\W\d_])", re.IGNORECASE)


def _folding_table() -> dict[int, str]:
    table = {ord("đ"): "d", ord("Đ"): "D"}
    for code in (*range(0x00C0, 0x0180), *range(0x01A0, 0x01B1), *range(0x1EA0, 0x1EFA)):
        plain = unicodedata.normalize("NFD", chr(code)).translate(_MARKS)
        if plain != chr(code):
            table[code] = plain
    return table


_TABLE = _folding_table()


def fold(text: str) -> str:
    """`text` without diacritics, case kept: "Đắk Lắk" → "Dak Lak"."""
    return unicodedata.normalize("NFC", text).translate(_TABLE).translate(_MARKS)


def words(text: str) -> list[str]:
    """The words and numbers of `text` in lower case, diacritics kept, numbers without leading zeros."""
    plain = unicodedata.normalize("NFC", text).lower()
    return [str(int(word)) if word.isdecimal() and word.isascii() else word for word in _WORD.findall(plain)]


def settle(text: str) -> str:
    """`text` with the tone mark where official names have it: "Thanh Hoá" → "Thanh Hóa"."""
    taken_apart = unicodedata.normalize("NFC", text)
    if not any(vowel in taken_apart.lower() for vowel in _NEW_STYLE_VOWELS):
        return taken_apart
    return unicodedata.normalize("NFC", _NEW_STYLE.sub(_move_mark, _tones_apart(taken_apart)))


_NEW_STYLE_VOWELS = ("oà", "oả", "oã", "oá", "oạ", "oè", "oẻ", "oẽ", "oé", "oẹ", "uỳ", "uỷ", "uỹ", "uý", "uỵ")


def _tones_apart(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", c) if c.lower() in "àảãáạèẻẽéẹỳỷỹýỵ" else c for c in text)


def _move_mark(found: re.Match[str]) -> str:
    vowels, mark = found.groups()
    return f"{vowels[0]}{mark}{vowels[1]}"
