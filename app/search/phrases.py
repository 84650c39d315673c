"""Whole-word phrases, longest first, with diacritics before without: everyday words and question words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from app.folding import folded
from app.search.folding import words
from app.search.knowledge import Knowledge
from app.search.official import official_term

Meaning = TypeVar("Meaning")
LONGEST = 8


class Found(NamedTuple, Generic[Meaning]):
    """A phrase found at words start…end (half-open)."""

    start: int
    end: int
    meaning: Meaning


class PhraseTable(Generic[Meaning]):
    """Phrases and what they mean; of two rows for one phrase the first wins."""

    def __init__(self, rows: Iterable[tuple[str, Meaning]]) -> None:
        self._exact: dict[str, Meaning] = {}
        self._folded: dict[str, Meaning] = {}
        self._clashes: set[str] = set()
        self._longest: dict[str, int] = {}
        for phrase, meaning in rows:
            self._add(words(phrase), meaning)

    def _add(self, tokens: list[str], meaning: Meaning) -> None:
        if not tokens or len(tokens) > LONGEST:
            return
        exact = " ".join(tokens)
        self._exact.setdefault(exact, meaning)
        bare = " ".join(folded(token) for token in tokens)
        if len(tokens) == 1 and bare != exact:
            self._clashes.add(bare)
        self._folded.setdefault(bare, meaning)
        for first in (tokens[0], folded(tokens[0])):
            self._longest[first] = max(len(tokens), self._longest.get(first, 0))

    def __len__(self) -> int:
        return len(self._exact)

    def search(self, tokens: Sequence[str], *, bare: bool) -> list[Found[Meaning]]:
        """Phrases in `tokens` that do not overlap; `bare` says that the words carry no diacritics at all.

        A single folded word only counts when it was never written with diacritics (đẻ, để and đề clash).
        """
        found: list[Found[Meaning]] = []
        taken = [False] * len(tokens)
        begun = [
            (start, self._longest[token]) for start, token in enumerate(tokens) if token in self._longest
        ]
        longest = max((most for _, most in begun), default=0)
        for length in range(min(longest, len(tokens)), 0, -1):
            for start, most in begun:
                if length > most or start + length > len(tokens) or any(taken[start : start + length]):
                    continue
                meaning = self._lookup(tokens[start : start + length], bare)
                if meaning is not None:
                    found.append(Found(start, start + length, meaning))
                    taken[start : start + length] = [True] * length
        return sorted(found, key=lambda one: one.start)

    def _lookup(self, tokens: Sequence[str], bare: bool) -> Meaning | None:
        text = " ".join(tokens)
        if not bare:
            return self._exact.get(text)
        if len(tokens) == 1 and text in self._clashes:
            return None
        return self._folded.get(text)


def synonyms(knowledge: Knowledge, lang: str) -> PhraseTable[tuple[str, ...]]:
    """Everyday words of one language and the terms of what they mean officially."""
    return PhraseTable(
        (row.phrase, tuple(official_term(lang, term) for term in row.terms))
        for row in knowledge.synonyms
        if row.lang == lang
    )


def question_words(knowledge: Knowledge, lang: str) -> PhraseTable[float]:
    """Words of one language that say little of what is wanted, and how much of themselves they count."""
    return PhraseTable((row.phrase, row.weight) for row in knowledge.question_words if row.lang == lang)
