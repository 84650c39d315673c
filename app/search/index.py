"""Answer queries over one version of the catalogue; immutable, shared by all threads of a process."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence

from app.folding import folded
from app.search.build import build
from app.search.contents import Contents
from app.search.covers import Covers
from app.search.entry import Entry, Filters, Hit, Hits, Suggestion
from app.search.facets import Facets
from app.search.folding import stem
from app.search.highlighting import SHORTEST_ROOT, comparable, highlights
from app.search.knowledge import Knowledge
from app.search.meaning import Interpreter, Meaning
from app.search.postings import Postings, bitset
from app.search.ranking import Ranker
from app.search.suggesting import Labels
from app.search.vocabulary import Vocabulary
from app.texts import Lang

MOST_PER_PAGE = 100
MOST_LABELS = 4
SPARE = 6
MOST_BEFORE_CODE = 64
_CODE = re.compile(r"^\s*(\d)[\s._-]*(\d{6})\s*$|(?<![\d.-])(\d)\.(\d{6})(?![\d.-])")
_ANYTHING = Filters()


class Index:
    """One built version of the catalogue."""

    def __init__(self, contents: Contents) -> None:
        self.version = contents.version
        self._codes = contents.codes
        self._names = {"vi": contents.names_vi, "en": contents.names_en}
        self._comparable = {lang: [comparable(name) for name in names] for lang, names in self._names.items()}
        self._positions = {code: at for at, code in enumerate(contents.codes)}
        self._group_of = {at: group for group in contents.groups for at in group}
        size = len(contents.codes)
        postings = {term: Postings(*column, size) for term, column in contents.columns.items()}
        covers = (Covers("f", contents.names_vi, postings), Covers("e", contents.names_en, postings))
        self._interpreter = Interpreter(
            contents.knowledge,
            postings,
            Vocabulary(postings, contents.seen),
            contents.initials,
            contents.surfaces,
        )
        weights = contents.knowledge.weights.query
        self._ranker = Ranker(postings, contents.priors, self._positions, weights, covers)
        self._facets = Facets(contents.facets, contents.applicable, contents.groups, size)
        self._names_of = contents.labels
        self._labels = Labels(contents.labels)
        self._field_of = {at: docs for docs in contents.facets["field"].values() for at in docs}
        self._near: dict[tuple[str, int], list[str]] = {}
        self._by_need = sorted(range(size), key=lambda at: (-contents.priors[at], at))

    @classmethod
    def of(cls, entries: Iterable[Entry], knowledge: Knowledge, version: int = 1) -> Index:
        """An index over the entries, in memory only."""
        return cls(build(version, entries, knowledge))

    def __len__(self) -> int:
        return len(self._codes)

    def search(
        self,
        query: str,
        lang: Lang = "vi",
        filters: Filters = _ANYTHING,
        offset: int = 0,
        limit: int = 20,
    ) -> Hits:
        """One page of groups that answer `query`; never raises, whatever is typed."""
        began = time.perf_counter()
        exact = self._by_code(query)
        meanings = self._interpreter.read(query, lang)
        ranked = self._ranked(meanings, query, exact)
        found = bitset((doc for _, doc in ranked), len(self))
        narrowed = found & self._facets.allowed(filters)
        if narrowed != found:
            ranked = [(score, doc) for score, doc in ranked if narrowed >> doc & 1]
        start, most = max(offset, 0), min(max(limit, 0), MOST_PER_PAGE)
        page = self._grouped(ranked, start + most)[start:]
        asked = _asked(meanings)
        return Hits(
            total=self._facets.total(narrowed),
            items=tuple(self._hit(score, group, asked, lang) for score, group in page),
            facets=self._facets.counts(found, filters),
            suggestion=next((one.suggestion for one in meanings if one.speaks), None),
            exact=exact is not None,
            took_ms=(time.perf_counter() - began) * 1000,
        )

    def suggest(self, prefix: str, lang: Lang = "vi", n: int = 8) -> list[Suggestion]:
        """At most `n` lines to offer while typing: procedures, then a few fields and agencies."""
        if not prefix.strip() or n <= 0:
            return []
        labels = self._labels.suggest(prefix, lang, min(MOST_LABELS, n // 2))
        meanings = self._interpreter.read(prefix, lang)
        most = n - len(labels)
        ranked = self._ranked(meanings, prefix, self._by_code(prefix), most * SPARE)
        asked = _asked(meanings)
        hits = [self._hit(score, group, asked, lang) for score, group in self._grouped(ranked, most)]
        return [Suggestion("procedure", hit.code, hit.name, hit.highlights) for hit in hits] + labels

    def label(self, kind: str, value: str) -> tuple[str, str] | None:
        """The Vietnamese and English name of a field, an agency or a life event, by its code."""
        return self._names_of[kind].get(value)

    def variants(self, code: str) -> tuple[str, ...]:
        """All codes of the procedure's group, itself included; none when the code is unknown."""
        at = self._positions.get(code)
        return () if at is None else tuple(self._codes[member] for member in self._group_of.get(at, (at,)))

    def related(self, code: str, n: int = 5) -> list[str]:
        """The `n` procedures closest in name within the same field, without its variants."""
        at = self._positions.get(code)
        if at is None:
            return []
        near = self._near.get((code, n))
        if near is None:
            near = self._near[code, n] = self._nearest(at, n)
        return list(near)

    def _nearest(self, at: int, n: int) -> list[str]:
        meanings = self._interpreter.read(self._names["vi"][at] + " ", "vi")
        own = set(self._group_of.get(at, (at,)))
        bits = sum(1 << doc for doc in self._field_of.get(at, ()) if doc not in own)
        ranked = self._ranker.ranked(meanings[0], bits) if bits and meanings else []
        return [self._codes[group[0]] for _, group in self._grouped(ranked, n)][:n]

    def _by_code(self, query: str) -> int | None:
        match = _CODE.search(query[:MOST_BEFORE_CODE])
        return self._positions.get(_written(match) if match else query.strip())

    def _ranked(
        self, meanings: Sequence[Meaning], query: str, exact: int | None, most: int | None = None
    ) -> Sequence[tuple[float, int]]:
        if exact is not None:
            return [(1.0, exact)]
        if meanings:
            ranks = [
                self._ranker.ranked(one, self._ranker.found(one), most) for one in meanings if one.segments
            ]
            return ranks[0] if len(ranks) == 1 else _best_of(ranks)
        return [] if query.strip() else [(0.0, doc) for doc in self._by_need]

    def _grouped(self, ordered: Sequence[tuple[float, int]], most: int) -> list[tuple[float, list[int]]]:
        """The first `most` groups in the order of their best members, members in their own order."""
        groups: dict[int, tuple[float, list[int]]] = {}
        for score, at in ordered:
            head = self._group_of.get(at, (at,))[0]
            if head in groups:
                groups[head][1].append(at)
            elif len(groups) < most:
                groups[head] = (score, [at])
        return list(groups.values())

    def _hit(self, score: float, group: Sequence[int], asked: tuple[set[str], set[str]], lang: Lang) -> Hit:
        at = group[0]
        spoken: Lang = "en" if lang == "en" and self._names["en"][at] else "vi"
        return Hit(
            code=self._codes[at],
            score=score,
            name=self._names[spoken][at],
            lang=spoken,
            highlights=highlights(self._comparable[spoken][at], *asked),
            variants=tuple(self._codes[member] for member in group[1:]),
        )


def _written(code: re.Match[str]) -> str:
    return f"{code[1] or code[3]}.{code[2] or code[4]}"


def _best_of(ranks: Sequence[Sequence[tuple[float, int]]]) -> list[tuple[float, int]]:
    """All that any ranking holds by its best score, best first."""
    best: dict[int, float] = {}
    for score, at in (pair for ranked in ranks for pair in ranked):
        best[at] = max(score, best.get(at, 0.0))
    return sorted(((score, at) for at, score in best.items()), key=lambda pair: (-pair[0], pair[1]))


def _asked(meanings: Sequence[Meaning]) -> tuple[set[str], set[str]]:
    """The folded words to highlight, and beginnings: English stems and the perhaps unfinished last word."""
    asked = {folded(word) for meaning in meanings for word in meaning.words}
    beginnings = {root for word in asked if len(root := stem(word)) >= SHORTEST_ROOT and root != word}
    return asked, beginnings | {folded(meaning.words[-1]) for meaning in meanings}
