"""The same catalogue in PostgreSQL full text search with the same features, to compare with."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from app.folding import fold
from app.search import Entry
from app.search.folding import words
from bench.fts5 import FACETS, Answer, facet_values
from tests.support.postgres import PostgresServer

_VECTOR = """
    setweight(to_tsvector('folded', %s), 'A') || setweight(to_tsvector('folded', %s), 'B')
    || setweight(to_tsvector('folded', %s), 'C') || setweight(to_tsvector('folded', %s), 'D')
"""


class PostgresText:
    """`simple` with `unaccent`, four weights, a GIN index, and facet counts over everything found."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._server = PostgresServer()
        url = self._server.create("texts").replace("postgresql+psycopg", "postgresql")
        self._db = psycopg.connect(url, autocommit=True)
        for statement in (
            "CREATE EXTENSION unaccent",
            "CREATE TEXT SEARCH CONFIGURATION folded (COPY = simple)",
            "ALTER TEXT SEARCH CONFIGURATION folded ALTER MAPPING FOR hword, hword_part, word"
            " WITH unaccent, simple",
            "CREATE TABLE procedures (id int PRIMARY KEY, code text, vi text, en text, words tsvector)",
            "CREATE TABLE facets (id int, facet text, value text)",
        ):
            self._db.execute(statement)
        with self._db.transaction():
            for number, entry in enumerate(entries):
                self._add(number, entry)
        self._db.execute("CREATE INDEX ON procedures USING gin (words)")
        self._db.execute("CREATE INDEX ON facets (id)")
        self._db.execute("VACUUM ANALYZE")
        self._db.execute("CREATE TEMP TABLE found (id int, score real)")

    def _add(self, number: int, entry: Entry) -> None:
        texts = (
            f"{entry.name_vi} {entry.name_en}",
            f"{entry.keywords} {entry.field_vi} {entry.field_en}",
            f"{entry.agency_vi} {entry.agency_en} {entry.executing}",
            f"{entry.papers[:3000]} {entry.text[:600]}",
        )
        row = (number, entry.code, entry.name_vi, entry.name_en)
        values = [(number, facet, value) for facet, value in facet_values(entry)]
        with self._db.cursor() as cursor:
            cursor.execute(f"INSERT INTO procedures VALUES (%s, %s, %s, %s, {_VECTOR})", (*row, *texts))  # type: ignore[arg-type]
            cursor.executemany("INSERT INTO facets VALUES (%s, %s, %s)", values)

    def search(self, query: str, limit: int = 20) -> Answer:
        """The best codes, and facet counts over everything that holds at least one word."""
        tokens = words(fold(query).lower())
        if not tokens:
            return [], {}
        match = " | ".join([*tokens[:-1], f"{tokens[-1]}:*"])
        with self._db.transaction():
            self._db.execute("TRUNCATE found")
            self._db.execute(
                "INSERT INTO found SELECT id, ts_rank(words, query, 1)"
                " FROM procedures, to_tsquery('folded', %s) query WHERE words @@ query",
                (match,),
            )
            best = self._db.execute(
                "SELECT code FROM found JOIN procedures USING (id) ORDER BY score DESC, id LIMIT %s", (limit,)
            ).fetchall()
            counted: dict[str, list[tuple[str, int]]] = {facet: [] for facet in FACETS}
            for facet, value, times in self._db.execute(
                "SELECT facet, value, count(*) FROM found JOIN facets USING (id) GROUP BY facet, value"
            ):
                counted[facet].append((value, times))
        return [code for (code,) in best], counted

    def stop(self) -> None:
        """End the server."""
        self._db.close()
        self._server.stop()
