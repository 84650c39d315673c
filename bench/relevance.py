"""How often the right procedure is found: `python -m bench.relevance [-v]` on the labelled queries."""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from app.search import Index
from app.search.knowledge import Knowledge
from bench import national

Answer = Callable[[str, str], list[str]]
Query = dict[str, Any]


class Score(NamedTuple):
    """The four measures of one query; a hit is any code the labels name, `best` only those of grade 2."""

    first: float
    five: float
    best_five: float
    ndcg: float
    empty: float


def score(found: Sequence[str], grades: dict[str, int]) -> Score:
    """Measure one answer against the grades of its query."""
    gained = sum((2 ** grades.get(code, 0) - 1) / math.log2(rank + 2) for rank, code in enumerate(found[:10]))
    best = sorted(grades.values(), reverse=True)[:10]
    ideal = sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(best))
    return Score(
        first=float(any(code in grades for code in found[:1])),
        five=float(any(code in grades for code in found[:5])),
        best_five=float(any(grades.get(code) == 2 for code in found[:5])),
        ndcg=gained / ideal,
        empty=float(not found),
    )


def mean(scores: Sequence[Score]) -> Score:
    """The mean of every measure."""
    return Score(*(sum(values) / len(scores) for values in zip(*scores, strict=True)))


def measure(answer: Answer, queries: Sequence[Query]) -> dict[str, list[Score]]:
    """Scores by kind of query, and all together under "all"."""
    scores: defaultdict[str, list[Score]] = defaultdict(list)
    for query in queries:
        one = score(answer(query["query"], query["lang"]), query["answers"])
        scores["all"].append(one)
        scores[query["kind"]].append(one)
        scores["lang " + query["lang"]].append(one)
    return dict(scores)


def engine(index: Index) -> Answer:
    """The portal's own engine as something to measure."""
    return lambda query, lang: [
        hit.code for hit in index.search(query, "en" if lang == "en" else "vi", limit=10).items
    ]


def report(measured: dict[str, list[Score]]) -> None:
    """Print one line per kind and the verdicts on the goals."""
    print(f"{'kind':14}{'n':>5}{'s@1':>8}{'s@5':>8}{'s@5 (2)':>9}{'nDCG@10':>9}{'none':>8}")
    for kind, scores in sorted(measured.items()):
        line = mean(scores)
        print(
            f"{kind:14}{len(scores):5}{line.first:8.3f}{line.five:8.3f}{line.best_five:9.3f}{line.ndcg:9.3f}{line.empty:8.3f}"
        )


def verdicts(measured: dict[str, list[Score]]) -> None:
    """Print the goals as `name value unit goal verdict`."""
    overall = mean(measured["all"]).five
    worst = min(mean(scores).five for kind, scores in measured.items() if kind != "all")
    for name, value, goal in (
        ("search-success-at-5", overall, 0.95),
        ("search-success-at-5-worst-kind", worst, 0.85),
    ):
        print(f"{name} {value:.3f} share ≥{goal} {'ok' if value >= goal else 'missed'}")


def failures(index: Index, queries: Sequence[Query]) -> None:
    """Print every query whose first five answers hold no labelled code, with what was found instead."""
    for query in queries:
        hits = index.search(query["query"], query["lang"], limit=5)
        if not any(hit.code in query["answers"] for hit in hits.items):
            print(
                f"\n{query['id']} {query['kind']} {query['query']!r} → {query['answers']}",
                f"did-you-mean {hits.suggestion}",
            )
            for hit in hits.items:
                print(f"    {hit.code} {hit.score:.3f} {hit.name[:110]}")


def main() -> None:
    """Measure the shipped knowledge on the development queries."""
    if not national.available():
        print("skipped: the shared data is not there")
        return
    index = Index.of(national.entries(), Knowledge.shipped())
    queries = national.queries()
    measured = measure(engine(index), queries)
    report(measured)
    verdicts(measured)
    if "-v" in sys.argv:
        failures(index, queries)


if __name__ == "__main__":
    main()
