"""Turn what people type into comparable syllables and words (Unicode NFC, Vietnamese, light English)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_QUERY = 256
LONGEST_WORD = 40
WORD = re.compile(r"[^\W_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ROUND_END = re.compile(r"^(?P<head>(?:(?!q)[^\W_])*?)(?P<pair>oa|oe|uy)$")
_SHORT_I = re.compile(r"^[hklmst]i$")
_VOWELS = set("aeiouy")


def normalise(text: str) -> str:
    """`text` in NFC, lower case, control characters as spaces; at most LONGEST_QUERY characters are read."""
    return _lower(text[:LONGEST_QUERY])


def _lower(text: str) -> str:
    lowered = unicodedata.normalize("NFC", text).lower()
    return unicodedata.normalize("NFC", lowered)


def fold(text: str) -> str:
    """`text` in lower case without diacritics, đ as d; folding twice changes nothing."""
    lowered = _lower(text)
    if lowered.isascii():
        return lowered
    return _bare(lowered)


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.replace("đ", "d"))
    kept = "".join(char for char in apart if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", kept).replace("đ", "d")


@lru_cache(maxsize=16384)
def canonical(word: str) -> str:
    """One spelling for words Vietnamese writes in two ways: hoà/hòa, thuý/thúy, kĩ/kỹ, lí/lý."""
    if len(word) > LONGEST_WORD:
        return word[:LONGEST_WORD]
    apart = unicodedata.normalize("NFD", word)
    tones = [char for char in apart if char in _TONES]
    letters = "".join(char for char in apart if char not in _TONES)
    if _SHORT_I.match(letters) and (tones or letters in {"li", "ki", "mi", "ti"}):
        return unicodedata.normalize("NFC", letters[:-1] + "y" + "".join(tones))
    if not tones or not _ROUND_END.match(letters) or letters.startswith("qu"):
        return word
    return unicodedata.normalize("NFC", letters[:-1] + tones[0] + letters[-1])


@lru_cache(maxsize=16384)
def folded(word: str) -> str:
    """The folded form of one canonical word."""
    return word if word.isascii() else _bare(word)


def marked(word: str) -> bool:
    """Whether a lower-case word carries Vietnamese diacritics, đ included."""
    return not word.isascii() and folded(word) != word


def words(text: str) -> list[str]:
    """The canonical words of a text, in order; a text without letters or digits has none."""
    return [canonical(word) for word in WORD.findall(_lower(text))]


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A light English stem: plurals, -ing, -ed, -er, -ation, -ment and the final e go."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    root = _without_ending(_without_ending(_singular(word)))
    return _IRREGULAR.get(root, root)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_ENDINGS = (
    *("isational", "izational", "isation", "ization", "ising", "izing", "ised", "ized", "ise", "ize"),
    *("ational", "ation", "ating", "ated", "ate", "ment", "ing", "ion", "ally", "ed", "er", "or", "al"),
    *("ly", "e"),
)
_IRREGULAR = {
    "registr": "regist",
    "licenc": "licens",
    "marriag": "marri",
    "marry": "marri",
    "transf": "transfer",
}


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and _VOWELS & set(root):
            return _undoubled(root)
    return word[:-1] + "i" if word.endswith("y") and len(word) > 4 else word


def _undoubled(root: str) -> str:
    doubled = len(root) > 3 and root[-1] == root[-2] and root[-1] not in "aeiouls"
    return root[:-1] if doubled else root
