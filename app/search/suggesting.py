"""Fields and agencies to offer while typing, by the beginnings of their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.search.entry import Suggestion
from app.search.folding import folded, normalise, words
from app.search.highlighting import comparable, highlights


class Labels:
    """Names of fields and agencies in both languages, prepared for beginnings."""

    def __init__(self, labels: Mapping[str, Mapping[str, tuple[str, str]]]) -> None:
        self._rows = [
            (kind, value, names, [[folded(word) for word in words(name)] for name in names])
            for kind, named in labels.items()
            for value, names in named.items()
        ]

    def suggest(self, prefix: str, lang: str, most: int) -> list[Suggestion]:
        """Fields, then agencies, whose name contains all the words, the last one perhaps unfinished."""
        asked = [folded(word) for word in words(normalise(prefix))]
        if not asked:
            return []
        found = [
            (kind, value, names)
            for kind, value, names, spoken in self._rows
            if any(_fits(asked, name) for name in spoken)
        ]
        return [_suggestion(kind, value, names, lang, asked) for kind, value, names in found[:most]]


def _fits(asked: Sequence[str], name: Sequence[str]) -> bool:
    if not all(word in name for word in asked[:-1]):
        return False
    return any(word.startswith(asked[-1]) for word in name)


def _suggestion(kind: str, value: str, names: tuple[str, str], lang: str, asked: Sequence[str]) -> Suggestion:
    text = names[1] if lang == "en" and names[1] else names[0]
    return Suggestion(kind, value, text, highlights(comparable(text), asked, asked[-1:]))
