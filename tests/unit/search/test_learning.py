"""Learning the weights again gives the same weights: chance is seeded, nothing depends on the machine."""

from __future__ import annotations

from itertools import islice

from app.search.build import build
from app.search.knowledge import Knowledge
from bench.learn_weights import answered, cross_validated, folds, settings
from tests.support.entries import EVERYDAY

QUERIES = [
    {"query": "khai sinh", "lang": "vi", "answers": {"1.001193": 2}},
    {"query": "dang ky ket hon", "lang": "vi", "answers": {"1.000894": 2}},
    {"query": "death registration", "lang": "en", "answers": {"1.000656": 2}},
    {"query": "sinh con", "lang": "vi", "answers": {"1.001193": 1}},
    {"query": "khai tử", "lang": "vi", "answers": {"1.000656": 2, "1.001193": 1}},
]


def run() -> tuple[list[object], list[list[float]], tuple[float, float]]:
    contents = build(1, EVERYDAY, Knowledge.shipped())
    tried = list(islice(settings(contents.knowledge.weights.query), 3))
    worths = [answered(contents, weights, QUERIES) for weights in tried]
    return list(tried), worths, cross_validated(worths)


def test_a_small_run_twice_gives_the_same_settings_worths_and_validation() -> None:
    first, again = run(), run()

    assert first == again
    assert first[0][0] == Knowledge.shipped().weights.query
    assert all(0 <= worth <= 4 for worths in first[1] for worth in worths)


def test_every_query_is_held_out_exactly_once() -> None:
    dealt = [number for part in folds(189) for number in part]

    assert sorted(dealt) == list(range(189))
