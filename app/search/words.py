"""Words that people add to what is shipped, take away from it, or say otherwise; no release is needed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from app.search.folding import words
from app.search.knowledge import (
    SHIPPED,
    Knowledge,
    Situation,
    Synonym,
    alternatives,
    listed_situation,
    read_lists,
    read_rows,
)

Kind = Literal["synonym", "situation"]
Key = tuple[str, str, str]


class Word(msgspec.Struct, frozen=True):
    """One row as it is written in a file: `terms` are official terms, or codes best first for a situation."""

    kind: Kind
    lang: str
    phrase: str
    terms: tuple[str, ...]
    removed: bool = False

    @property
    def key(self) -> Key:
        """What makes two rows the same: kind, language and the words of the phrase."""
        return self.kind, self.lang, spoken(self.kind, self.phrase)


def spoken(kind: str, phrase: str) -> str:
    """The phrase as it is compared: case, spaces and punctuation do not matter, + and | of a situation do."""
    if kind == "synonym":
        return " ".join(words(phrase))
    groups = (sorted(_part(part) for part in group.split("|")) for group in phrase.split("+"))
    return " + ".join("|".join(group) for group in groups)


def _part(phrase: str) -> str:
    return ("@" if phrase.strip().startswith("@") else "") + " ".join(words(phrase))


@cache
def shipped_words(directory: Path = SHIPPED) -> tuple[Word, ...]:
    """The rows of the shipped files, synonyms first."""
    synonyms = (Word("synonym", row[0], row[1], alternatives(row[2])) for row in _rows("synonyms", directory))
    situations = (
        Word("situation", row[0], row[1], tuple(row[2].split()))
        for row in _rows("situations", directory)
        if row[0] != "@"
    )
    return (*synonyms, *situations)


def _rows(name: str, directory: Path) -> list[list[str]]:
    return read_rows(directory / f"{name}.tsv", columns=3)


def with_words(knowledge: Knowledge, changes: Iterable[Word], directory: Path = SHIPPED) -> Knowledge:
    """The knowledge with the changes laid over it; of two changes of one row the later counts.

    Raises ValueError when a situation names a list that does not exist.
    """
    changed = {word.key: word for word in changes}
    if not changed:
        return knowledge
    rows = {word.key: word for word in shipped_words(directory)} | changed
    kept = [word for word in rows.values() if not word.removed]
    lists = read_lists(directory)
    return msgspec.structs.replace(
        knowledge,
        synonyms=tuple(
            Synonym(word.lang, word.phrase, word.terms) for word in kept if word.kind == "synonym"
        ),
        situations=tuple(situation(word, lists) for word in kept if word.kind == "situation"),
    )


def listed(phrase: str) -> list[str]:
    """The lists that the phrase of a situation names, @ included."""
    parts = (part.strip() for group in phrase.split(" + ") for part in group.split("|"))
    return [part for part in parts if part.startswith("@")]


def situation(word: Word, lists: dict[str, tuple[str, ...]] | None = None) -> Situation:
    """The row as the engine wants it; ValueError names a list that does not exist."""
    known = read_lists(SHIPPED) if lists is None else lists
    return listed_situation([word.lang, word.phrase, " ".join(word.terms)], known)
