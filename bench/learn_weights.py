"""Learn the [query] weights on the labelled queries: `python -m bench.learn_weights [--write | --check]`.

The search knows nothing to begin with: it starts at START, where what was typed counts fully and every
preference half. Two rounds of seeded chance follow, the second nearer to what the first found; a round ends
in the mean of its best settings, which fits the labelled queries a little less and unseen ones better. A
setting pays for its distance from START. Every setting answers all queries twice, with the curated
situations and without them, so that the weights also serve what nobody foresaw.

Without a flag the whole search is also done five times with a fifth of the queries held out, and what it is
worth on those is printed. `--write` puts the weights into the shipped file, `--check` says whether they are
those that the search gives, and ends with 1 when they are not: they belong to the words, the queries and the
catalogue of that day.
"""

from __future__ import annotations

import math
import random
import re
import sys
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec

from app.search.build import build
from app.search.contents import Contents
from app.search.index import Index
from app.search.knowledge import SHIPPED, Knowledge, QueryWeights, read_weights
from bench import national
from bench.relevance import Query, Score, engine, score

START = QueryWeights(
    weak=0.5,
    pair=0.5,
    whole=0.5,
    folded=0.5,
    prefix=0.5,
    finished=0.5,
    typo=1.0,
    synonym=1.0,
    both=0.5,
    coverage=0.5,
    prior=0.5,
    situation=1.0,
    later=0.1,
)
SEED = 2027
FOLDS = 5
BEST = 8
DISTANCE = 0.01

Worth = list[float]


class Round(NamedTuple):
    """How many settings a round tries, and the largest factor by which one differs from the middle."""

    settings: int
    factor: float


ROUNDS = (Round(48, 2.0), Round(24, 1.4))


class Learning:
    """The labelled queries and what any weights are worth on them."""

    def __init__(self, contents: Contents, queries: Sequence[Query]) -> None:
        self._contents = contents
        self._queries = queries

    @cached_property
    def first(self) -> list[tuple[QueryWeights, Worth]]:
        """The settings of the first round, which is the same for all folds."""
        return self._tried(START, ROUNDS[0], range(len(self._queries)))

    def learned(self, numbers: Sequence[int]) -> QueryWeights:
        """The weights that the search gives when it may only look at the queries of these numbers."""
        middle = _middle([(weights, _mean(worth, numbers)) for weights, worth in self.first])
        for around in ROUNDS[1:]:
            tried = self._tried(middle, around, numbers)
            middle = _middle([(weights, sum(worth) / len(worth)) for weights, worth in tried])
        return middle

    def worth(self, weights: QueryWeights, numbers: Sequence[int]) -> Worth:
        """The worth of every answer, with and without situations together: 0 to 4."""
        knowledge = self._contents.knowledge
        weighed = msgspec.structs.replace(knowledge.weights, query=weights)
        changed = msgspec.structs.replace(knowledge, weights=weighed)
        bare = msgspec.structs.replace(changed, situations=())
        answers = [engine(Index(self._contents._replace(knowledge=known))) for known in (changed, bare)]
        asked = [self._queries[number] for number in numbers]
        return [
            sum(_worth(score(answer(query["query"], query["lang"]), query["answers"])) for answer in answers)
            for query in asked
        ]

    def held_out(self) -> tuple[float, float, float]:
        """The mean worth on held-out queries: learned on the others, shipped, at the start."""
        count = len(self._queries)
        shipped = self._contents.knowledge.weights.query
        sums = [0.0, 0.0, 0.0]
        for part in folds(count):
            others = [number for number in range(count) if number not in set(part)]
            for at, weights in enumerate((self.learned(others), shipped, START)):
                sums[at] += sum(self.worth(weights, part))
        return sums[0] / count, sums[1] / count, sums[2] / count

    def _tried(
        self, middle: QueryWeights, around: Round, numbers: Sequence[int]
    ) -> list[tuple[QueryWeights, Worth]]:
        return [(weights, self.worth(weights, numbers)) for weights in settings(middle, around)]


def settings(middle: QueryWeights, around: Round) -> list[QueryWeights]:
    """The middle, then settings whose numbers are multiplied by chance, evenly on both sides."""
    chance, reach = random.Random(SEED), math.log(around.factor)
    found = [middle]
    for _ in range(around.settings):
        values = {name: value * math.exp(chance.uniform(-reach, reach)) for name, value in _values(middle)}
        found.append(_rounded(values))
    return found


def folds(count: int) -> list[list[int]]:
    """The numbers of the queries, dealt into FOLDS parts."""
    numbers = list(range(count))
    random.Random(SEED).shuffle(numbers)
    return [numbers[part::FOLDS] for part in range(FOLDS)]


def _middle(tried: Sequence[tuple[QueryWeights, float]]) -> QueryWeights:
    """The geometric mean of the BEST settings once each has paid for its distance from the start."""
    ordered = sorted(tried, key=lambda one: DISTANCE * _distance(one[0]) - one[1])
    logs = [[math.log(value) for _, value in _values(weights)] for weights, _ in ordered[:BEST]]
    means = [math.exp(sum(column) / len(column)) for column in zip(*logs, strict=True)]
    return _rounded(dict(zip((name for name, _ in _values(START)), means, strict=True)))


def _distance(weights: QueryWeights) -> float:
    pairs = zip(_values(weights), _values(START), strict=True)
    return sum(math.log(value / begun) ** 2 for (_, value), (_, begun) in pairs)


def _worth(one: Score) -> float:
    """What an answer is worth in learning: found among five, and in the right order."""
    return one.five + one.ndcg


def _mean(worth: Worth, numbers: Sequence[int]) -> float:
    return sum(worth[number] for number in numbers) / len(numbers)


def _values(weights: QueryWeights) -> list[tuple[str, float]]:
    return list(msgspec.structs.asdict(weights).items())


def _rounded(values: dict[str, float]) -> QueryWeights:
    return QueryWeights(**{name: round(value, 3) for name, value in values.items()})


def write(weights: QueryWeights) -> None:
    """Put the weights into the shipped file, keeping its comments."""
    path = SHIPPED / "weights.toml"
    head, section, rest = re.split(r"(?m)^(\[query\].*?)(?=^\[prior\])", path.read_text("utf-8"), flags=re.S)
    for name, value in _values(weights):
        section = re.sub(rf"(?m)^{name} = [\d.]+", f"{name} = {value}", section)
    path.write_text(head + section + rest, "utf-8")


def check(weights: QueryWeights) -> int:
    """Say whether the shipped weights are these; 0 when they are."""
    shipped = dict(_values(read_weights(SHIPPED).query))
    other = {name: value for name, value in _values(weights) if shipped[name] != value}
    for name, value in other.items():
        print(f"{name}: shipped {shipped[name]}, learned {value}")
    print("weights-learned-again", "differ" if other else "same")
    return 1 if other else 0


def main() -> int:
    """Learn, then write, check, or print the weights with what they are worth."""
    if not national.available():
        print("skipped: the shared data is not there")
        return 0
    queries = national.queries()
    learning = Learning(build(1, national.entries(), Knowledge.shipped()), queries)
    weights = learning.learned(range(len(queries)))
    if "--check" in sys.argv:
        return check(weights)
    if "--write" in sys.argv:
        write(weights)
        return 0
    for name, value in _values(weights):
        print(f"{name} = {value}")
    learned, shipped, start = learning.held_out()
    print(f"held-out worth (of 4): learned {learned:.4f}, shipped {shipped:.4f}, start {start:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
