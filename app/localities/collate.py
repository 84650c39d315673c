"""The order of the Vietnamese alphabet, for every list a person looks through."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Level, grave, hook, tilde, acute, dot below: the order dictionaries use.
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")

Key = tuple[tuple[tuple[int, int, str, int], ...], str]


def _toned_letters() -> dict[str, tuple[str, int]]:
    letters = {}
    for letter in ALPHABET:
        for tone, mark in enumerate(TONES):
            composed = unicodedata.normalize("NFC", letter + mark)
            letters[composed] = (letter, tone)
    return letters


_LETTERS = {composed: pair for composed, pair in _toned_letters().items() if len(composed) == 1}
_RANK = {ord(c): chr(ord("A") + ALPHABET.index(letter)) for c, (letter, _) in _LETTERS.items()}
_TONE = {c: tone for c, (_, tone) in _LETTERS.items() if tone}
_WORD = re.compile(r"\d+|[^\W\d_]+")


def collate(text: str) -> Key:
    """The sorting key of `text`: syllable by syllable, letters before tones, numbers by value.

    Syllables follow the alphabet a ă â b c d đ …; equal letters follow the tones ngang, huyền, hỏi,
    ngã, sắc, nặng; capitals and punctuation decide only between otherwise equal texts.
    """
    plain = unicodedata.normalize("NFC", text).lower()
    return tuple(_syllable(word) for word in _WORD.findall(plain)), text


def first_letter(text: str) -> str:
    """The heading of an A–Z list that `text` stands under: a capital without tone, or "#"."""
    for character in unicodedata.normalize("NFC", text).lower():
        if character in _LETTERS:
            return _LETTERS[character][0].upper()
        if character.isalnum():
            return "#"
    return "#"


def _syllable(word: str) -> tuple[int, int, str, int]:
    if word.isdecimal():
        return (0, int(word[:18]), "", 0)
    tone = max((_TONE.get(character, 0) for character in word), default=0)
    return (1, 0, word.translate(_RANK), tone)


def in_order(names: list[str]) -> bool:
    """Whether `names` already stand in Vietnamese alphabetical order."""
    return all(collate(before) <= collate(after) for before, after in pairwise(names))
