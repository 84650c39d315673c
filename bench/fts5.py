"""The same catalogue in SQLite FTS5 with the same features, to compare with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from app.folding import fold
from app.search import Entry
from app.search.folding import words

FACETS = ("field", "agency", "audience", "level", "channel", "administrative_level", "locality")
_WEIGHTS = "10.0, 10.0, 5.0, 3.5, 1.5, 1.0, 0.5"


Answer = tuple[list[str], dict[str, list[tuple[str, int]]]]


def facet_values(entry: Entry) -> Iterator[tuple[str, str]]:
    """Every facet value of an entry."""
    values = (
        (entry.field,),
        (entry.agency,),
        entry.audiences,
        (entry.service_level,),
        entry.channels,
        entry.levels,
        entry.provinces or (),
    )
    return ((facet, value) for facet, some in zip(FACETS, values, strict=True) for value in some)


class Fts5:
    """Folded text in FTS5 with prefixes, weighted BM25, and facet counts over everything found."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.execute(
            "CREATE VIRTUAL TABLE procedures USING fts5("
            "name_vi, name_en, keywords, field, agency, papers, text,"
            " prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')"
        )
        self._db.execute("CREATE TABLE names (id INTEGER PRIMARY KEY, code TEXT, vi TEXT, en TEXT)")
        self._db.execute("CREATE TABLE facets (id INTEGER, facet TEXT, value TEXT)")
        for number, entry in enumerate(entries, start=1):
            self._add(number, entry)
        self._db.execute("CREATE INDEX facets_by_id ON facets (id, facet, value)")
        self._db.execute("INSERT INTO procedures (procedures) VALUES ('optimize')")
        self._db.execute("CREATE TEMP TABLE found (id INTEGER PRIMARY KEY, score REAL)")
        self._db.commit()

    def _add(self, number: int, entry: Entry) -> None:
        texts = (
            entry.name_vi,
            entry.name_en,
            entry.keywords,
            f"{entry.field_vi} {entry.field_en}",
            f"{entry.agency_vi} {entry.agency_en} {entry.executing}",
            entry.papers[:3000],
            entry.text[:600],
        )
        marks = ",".join("?" * (len(texts) + 1))
        columns = "rowid, name_vi, name_en, keywords, field, agency, papers, text"
        self._db.execute(
            f"INSERT INTO procedures ({columns}) VALUES ({marks})",
            (number, *(fold(text).lower() for text in texts)),
        )
        self._db.execute(
            "INSERT INTO names VALUES (?,?,?,?)", (number, entry.code, entry.name_vi, entry.name_en)
        )
        rows = [(number, facet, value) for facet, value in facet_values(entry)]
        self._db.executemany("INSERT INTO facets VALUES (?,?,?)", rows)

    def search(self, query: str, limit: int = 20, *, every: bool = False) -> Answer:
        """The best codes, and facet counts over everything that holds at least one word, or every one."""
        tokens = words(fold(query).lower())
        if not tokens:
            return [], {}
        match = (" " if every else " OR ").join(
            [*(f'"{token}"' for token in tokens[:-1]), f'"{tokens[-1]}"*']
        )
        self._db.execute("DELETE FROM found")
        self._db.execute(
            f"INSERT INTO found SELECT rowid, bm25(procedures, {_WEIGHTS})"
            " FROM procedures WHERE procedures MATCH ?",
            (match,),
        )
        best = self._db.execute(
            "SELECT code, vi, en FROM found JOIN names USING (id) ORDER BY score LIMIT ?", (limit,)
        ).fetchall()
        counted: dict[str, list[tuple[str, int]]] = {facet: [] for facet in FACETS}
        for facet, value, times in self._db.execute(
            "SELECT facet, value, count(*) FROM found JOIN facets USING (id) GROUP BY facet, value"
        ):
            counted[facet].append((value, times))
        return [code for code, _, _ in best], counted
