"""The words of what people type, and a light English stem."""

from __future__ import annotations

import re
from functools import lru_cache

from app.folding import canonical, lower

LONGEST_QUERY = 256
WORD = re.compile(r"[^\W_]+")
_VOWELS = set("aeiouy")


def normalise(text: str) -> str:
    """`text` in NFC, lower case, control characters as spaces; at most LONGEST_QUERY characters are read."""
    return lower(text[:LONGEST_QUERY])


def words(text: str) -> list[str]:
    """The canonical words of a text, in order; a text without letters or digits has none."""
    return [canonical(word) for word in WORD.findall(lower(text))]


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A light English stem: plurals, -ing, -ed, -er, -ation, -ment and the final e go."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    single = _singular(word)
    if single in _WHOLE:
        return single
    root = _without_ending(_without_ending(single))
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
# Without their e they are other words: car, plan, win, sit.
_WHOLE = frozenset({"care", "plane", "wine", "site"})
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
