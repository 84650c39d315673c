"""What the engine knows besides the catalogue: everyday words, life situations, question words, weights."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

SHIPPED = Path(__file__).parent / "data"


class FieldWeights(msgspec.Struct, frozen=True):
    """How much one occurrence in each field counts, relative to the name."""

    name: float
    keywords: float
    field: float
    agency: float
    papers: float
    text: float


class Bm25(msgspec.Struct, frozen=True):
    """Saturation and length normalisation of the word weights."""

    k1: float
    b: float
    name_length: float
    rare: float


class QueryWeights(msgspec.Struct, frozen=True):
    """What counts how much when a query meets a procedure."""

    weak: float
    pair: float
    whole: float
    folded: float
    prefix: float
    finished: float
    typo: float
    synonym: float
    both: float
    coverage: float
    prior: float
    situation: float
    later: float


class PriorWeights(msgspec.Struct, frozen=True):
    """What makes a procedure one that ordinary people need."""

    everyday: float
    citizen: float
    ward: float
    online: float
    life_event: float
    nationwide: float
    official_only: float
    again: float
    popularity: float


class Weights(msgspec.Struct, frozen=True):
    """Every number of the ranking, as in weights.toml."""

    fields: FieldWeights
    bm25: Bm25
    query: QueryWeights
    prior: PriorWeights


class Synonym(msgspec.Struct, frozen=True):
    """What people type and the official terms it stands for."""

    lang: str
    phrase: str
    terms: tuple[str, ...]


class Situation(msgspec.Struct, frozen=True):
    """A life situation: every group of alternatives must occur; `codes` best first."""

    lang: str
    groups: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]


class QuestionWord(msgspec.Struct, frozen=True):
    """A word or phrase that says little about what is wanted; `weight` 0 ignores it, 1 counts fully."""

    lang: str
    phrase: str
    weight: float


class Knowledge(msgspec.Struct, frozen=True):
    """All data that people may edit without touching the engine."""

    synonyms: tuple[Synonym, ...]
    situations: tuple[Situation, ...]
    question_words: tuple[QuestionWord, ...]
    weights: Weights

    @classmethod
    def shipped(cls, directory: Path = SHIPPED) -> Knowledge:
        """The data in `directory`; ValueError names the file and line of a malformed row."""
        return cls(
            synonyms=tuple(_synonym(row) for row in read_rows(directory / "synonyms.tsv", columns=3)),
            situations=_situations(directory),
            question_words=tuple(
                _question_word(row) for row in read_rows(directory / "question_words.tsv", columns=3)
            ),
            weights=read_weights(directory),
        )


def read_weights(directory: Path) -> Weights:
    """The numbers in `directory`/weights.toml; msgspec.ValidationError names a missing or wrong one."""
    return msgspec.convert(tomllib.loads((directory / "weights.toml").read_text("utf-8")), Weights)


def read_rows(path: Path, columns: int) -> list[list[str]]:
    """The filled rows of a table, comments left out; ValueError names the line of a malformed one."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != columns or not all(cells):
            raise ValueError(f"{path.name}, line {number}: {columns} filled columns expected")
        rows.append(cells)
    return rows


def alternatives(cell: str) -> tuple[str, ...]:
    """The parts of a cell between bars."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _synonym(row: list[str]) -> Synonym:
    return Synonym(row[0], row[1], alternatives(row[2]))


def read_lists(directory: Path) -> dict[str, tuple[str, ...]]:
    """The lists that situations name with @: rows whose first cell is @."""
    rows = read_rows(directory / "situations.tsv", columns=3)
    return {"@" + row[1]: alternatives(row[2]) for row in rows if row[0] == "@"}


def _situations(directory: Path) -> tuple[Situation, ...]:
    lists = read_lists(directory)
    rows = read_rows(directory / "situations.tsv", columns=3)
    return tuple(listed_situation(row, lists) for row in rows if row[0] != "@")


def listed_situation(row: list[str], lists: dict[str, tuple[str, ...]]) -> Situation:
    """A row of situations.tsv with its lists written out; ValueError names an unknown list."""
    groups = tuple(_listed(group, lists) for group in row[1].split(" + "))
    return Situation(row[0], groups, tuple(row[2].split()))


def _listed(group: str, lists: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    parts = alternatives(group)
    unknown = [part for part in parts if part.startswith("@") and part not in lists]
    if unknown:
        raise ValueError(f"situations.tsv: no list is called {', '.join(unknown)}")
    return tuple(phrase for part in parts for phrase in lists.get(part, (part,)))


def _question_word(row: list[str]) -> QuestionWord:
    return QuestionWord(row[0], row[1], float(row[2]))
