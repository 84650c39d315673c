"""Learn the [query] weights again on the labelled queries: `python -m bench.learn_weights [--write]`.

A seeded random search around the present weights; every setting answers all queries twice, with the curated
situations and without them, so that the weights also serve what nobody foresaw. Cross-validation tells what
the choice is worth on queries it was not made on; the weights file only changes with `--write`, and only when
the best setting beats the present one there too.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence

import msgspec

from app.search.build import build
from app.search.contents import Contents
from app.search.index import Index
from app.search.knowledge import SHIPPED, Knowledge, QueryWeights
from bench import national
from bench.relevance import Query, Score, engine, score

SEED = 2027
SETTINGS = 60
FOLDS = 5
SPREAD = 0.5

Worth = list[float]


def settings(present: QueryWeights) -> Iterator[QueryWeights]:
    """The present weights, then random ones around them."""
    yield present
    chance = random.Random(SEED)
    for _ in range(SETTINGS):
        scaled = {name: value * chance.uniform(1 - SPREAD, 1 + SPREAD) for name, value in _values(present)}
        yield QueryWeights(**{name: round(value, 3) for name, value in scaled.items()})


def _values(weights: QueryWeights) -> list[tuple[str, float]]:
    return list(msgspec.structs.asdict(weights).items())


def worth(one: Score) -> float:
    """What an answer is worth in learning: found among five, and in the right order."""
    return one.five + one.ndcg


def answered(contents: Contents, weights: QueryWeights, queries: Sequence[Query]) -> Worth:
    """The worth of every answer, with and without situations."""
    knowledge = contents.knowledge
    changed = msgspec.structs.replace(
        knowledge, weights=msgspec.structs.replace(knowledge.weights, query=weights)
    )
    bare = msgspec.structs.replace(changed, situations=())
    answers = [engine(Index(contents._replace(knowledge=known))) for known in (changed, bare)]
    return [
        sum(worth(score(answer(query["query"], query["lang"]), query["answers"])) for answer in answers)
        for query in queries
    ]


def folds(count: int) -> list[list[int]]:
    """The numbers of the queries, dealt into FOLDS parts."""
    numbers = list(range(count))
    random.Random(SEED).shuffle(numbers)
    return [numbers[part::FOLDS] for part in range(FOLDS)]


def _mean(worths: Worth, numbers: Sequence[int]) -> float:
    return sum(worths[number] for number in numbers) / len(numbers)


def cross_validated(tried: Sequence[Worth]) -> tuple[float, float]:
    """The mean worth on held-out queries: of the settings chosen on the others, and of the present one."""
    count = len(tried[0])
    chosen, kept = 0.0, 0.0
    for held_out in folds(count):
        others = [number for number in range(count) if number not in set(held_out)]
        best = max(tried, key=lambda worths: _mean(worths, others))
        chosen += _mean(best, held_out) * len(held_out) / count
        kept += _mean(tried[0], held_out) * len(held_out) / count
    return chosen, kept


def write(weights: QueryWeights) -> None:
    """Put the weights into the shipped file, keeping its comments."""
    path = SHIPPED / "weights.toml"
    head, section, rest = re.split(r"(?m)^(\[query\].*?)(?=^\[prior\])", path.read_text("utf-8"), flags=re.S)
    for name, value in _values(weights):
        section = re.sub(rf"(?m)^{name} = [\d.]+", f"{name} = {value}", section)
    path.write_text(head + section + rest, "utf-8")


def main() -> None:
    """Search, validate, print, and write when asked to."""
    if not national.available():
        print("skipped: the shared data is not there")
        return
    contents, queries = build(1, national.entries(), Knowledge.shipped()), national.queries()
    candidates = list(settings(contents.knowledge.weights.query))
    tried = [answered(contents, weights, queries) for weights in candidates]
    chosen, kept = cross_validated(tried)
    best = max(range(len(tried)), key=lambda number: sum(tried[number]))
    print(f"held-out worth: present {kept:.4f}, learned {chosen:.4f} (of 4)")
    for name, value in _values(candidates[best]):
        print(f"{name} = {value}")
    if "--write" in sys.argv and chosen > kept:
        write(candidates[best])


if __name__ == "__main__":
    main()
