"""Strings that match a regular expression, decided by chance; small, and in the letters people type."""

from __future__ import annotations

import random
import re
import string
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_ANY = string.ascii_letters + string.digits
_CATEGORIES = {
    code.CATEGORY_DIGIT: string.digits,
    code.CATEGORY_WORD: _ANY,
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_NOT_SPACE: _ANY,
    code.CATEGORY_NOT_DIGIT: string.ascii_letters,
}
_MORE = 3
_MOST_TRIES = 200


def matching(pattern: str, chance: random.Random) -> str:
    """A whole value that `pattern` matches; fails when none is found."""
    tree = parser.parse(pattern)
    for _ in range(_MOST_TRIES):
        found = _made(tree, chance)
        if re.fullmatch(pattern, found) and found.strip() == found:
            return found
    raise AssertionError(f"nothing matches {pattern!r}")


def _made(tree: Any, chance: random.Random) -> str:
    return "".join(_part(kind, given, chance) for kind, given in tree)


def _part(kind: Any, given: Any, chance: random.Random) -> str:
    if kind is code.LITERAL:
        return chr(given)
    if kind in (code.ANY, code.NOT_LITERAL):
        return chance.choice(_ANY)
    if kind is code.IN:
        return _one_of(given, chance)
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        least, most, inner = given
        return "".join(_made(inner, chance) for _ in range(chance.randint(least, min(most, least + _MORE))))
    if kind is code.SUBPATTERN:
        return _made(given[3], chance)
    if kind is code.BRANCH:
        return _made(chance.choice(given[1]), chance)
    return ""  # what only looks ahead or says where it is: `matching` checks the whole


def _one_of(entries: Any, chance: random.Random) -> str:
    if entries[0][0] is code.NEGATE:
        refused = _letters(entries[1:])
        return chance.choice([letter for letter in _ANY if letter not in refused])
    return chance.choice(_letters(entries))


def _letters(entries: Any) -> str:
    found = ""
    for kind, given in entries:
        if kind is code.LITERAL:
            found += chr(given)
        elif kind is code.RANGE:
            found += "".join(map(chr, range(given[0], given[1] + 1)))
        else:
            found += _CATEGORIES[given]
    return found
