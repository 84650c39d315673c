"""Read keys of the Telex typing method that were left in the text: giaasy → giấy, dduwowngf → đường."""

from __future__ import annotations

import re
import unicodedata

_TONE_KEYS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_SHAPES = {"aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư", "dd": "đ"}
_VOWELS = "aăâeêioôơuưy"
_SYLLABLE = re.compile(
    r"^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    rf"[{_VOWELS}]{{1,3}}(?:ch|ng|nh|[cmnpt])?$"
)
_KEYS = re.compile(r"aa|ee|oo|aw|ow|uw|dd|[sfrxj]", re.ASCII)
_LONGEST = 12


def decode(word: str) -> str | None:
    """The Vietnamese syllable whose Telex keys `word` still shows, or None when it shows none."""
    apart = unicodedata.normalize("NFC", word)
    if len(apart) > _LONGEST or not _KEYS.search(_untoned(apart)[0]):
        return None
    letters, tone = _untoned(apart)
    body, key = _take_tone(letters)
    if tone and key:
        return None
    shaped = _shape(body)
    if not _SYLLABLE.match(shaped) or (shaped == word and not key):
        return None
    return _toned(shaped, _TONE_KEYS[key] if key else tone)


def _untoned(word: str) -> tuple[str, str]:
    apart = unicodedata.normalize("NFD", word)
    tones = [char for char in apart if char in _TONE_KEYS.values()]
    kept = "".join(char for char in apart if char not in _TONE_KEYS.values())
    return unicodedata.normalize("NFC", kept), tones[0] if tones else ""


def _take_tone(letters: str) -> tuple[str, str]:
    first_vowel = next((i for i, char in enumerate(letters) if char in _VOWELS), len(letters))
    for i in range(len(letters) - 1, first_vowel, -1):
        if letters[i] in _TONE_KEYS:
            return letters[:i] + letters[i + 1 :], letters[i]
    return letters, ""


def _shape(letters: str) -> str:
    shaped = letters
    if len(shaped) > 2 and shaped.endswith("d") and shaped.startswith("d"):
        shaped = "đ" + shaped[1:-1]
    for keys, char in _SHAPES.items():
        shaped = shaped.replace(keys, char)
    shaped = re.sub(r"([aeo])([a-zăâêôơư]{0,3})\1$", lambda m: _SHAPES[m[1] * 2] + m[2], shaped)
    if shaped.endswith("w"):
        shaped = re.sub(
            r"uo|[uoa]", lambda m: {"uo": "ươ", "u": "ư", "o": "ơ", "a": "ă"}[m[0]], shaped[:-1], count=1
        )
    return shaped.replace("uơ", "ươ").replace("ưo", "ươ")


def _toned(syllable: str, tone: str) -> str:
    if not tone:
        return syllable
    at = _tone_seat(syllable)
    return unicodedata.normalize("NFC", syllable[: at + 1] + tone + syllable[at + 1 :])


def _tone_seat(syllable: str) -> int:
    start = 2 if syllable[:2] in {"qu", "gi"} and len(syllable) > 2 and syllable[2] in _VOWELS else 0
    seats = [i for i, char in enumerate(syllable) if i >= start and char in _VOWELS]
    shaped = [i for i in seats if syllable[i] in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    closed = syllable[-1] not in _VOWELS
    return seats[-1] if closed or len(seats) == 1 else seats[len(seats) - 2]
