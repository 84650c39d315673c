"""Learning the weights again gives the same weights: chance is seeded, nothing depends on the machine."""

from __future__ import annotations

import pytest

from app.search.build import build
from app.search.knowledge import Knowledge, QueryWeights
from bench import learn_weights
from bench.learn_weights import START, Learning, Round, folds, settings
from tests.support.entries import EVERYDAY

QUERIES = [
    {"query": "khai sinh", "lang": "vi", "answers": {"1.001193": 2}},
    {"query": "dang ky ket hon", "lang": "vi", "answers": {"1.000894": 2}},
    {"query": "death registration", "lang": "en", "answers": {"1.000656": 2}},
    {"query": "sinh con", "lang": "vi", "answers": {"1.001193": 1}},
    {"query": "khai tử", "lang": "vi", "answers": {"1.000656": 2, "1.001193": 1}},
]


@pytest.fixture
def learning(monkeypatch: pytest.MonkeyPatch) -> Learning:
    monkeypatch.setattr(learn_weights, "ROUNDS", (Round(4, 2.0), Round(2, 1.4)))
    return Learning(build(1, EVERYDAY, Knowledge.shipped()), QUERIES)


def test_learning_twice_gives_the_same_weights_whatever_is_shipped(learning: Learning) -> None:
    shipped = Knowledge.shipped()
    other = QueryWeights(*(0.123 for _ in range(len(QueryWeights.__struct_fields__))))
    changed = Knowledge(
        shipped.synonyms,
        shipped.situations,
        shipped.question_words,
        type(shipped.weights)(shipped.weights.fields, shipped.weights.bm25, other, shipped.weights.prior),
    )

    learned = learning.learned(range(5))
    again = Learning(build(1, EVERYDAY, changed), QUERIES).learned(range(5))

    assert learned == again
    assert learned != START


def test_what_the_weights_are_worth_is_between_nothing_and_all(learning: Learning) -> None:
    for mean in learning.held_out():
        assert 0 < mean <= 4


def test_a_round_begins_in_its_middle_and_stays_within_its_factor() -> None:
    tried = settings(START, Round(20, 1.5))

    assert tried[0] == START
    assert all(1 / 1.51 <= one.typo / START.typo <= 1.51 for one in tried)
    assert min(one.typo for one in tried) < START.typo < max(one.typo for one in tried)


def test_every_query_is_held_out_exactly_once() -> None:
    dealt = [number for part in folds(189) for number in part]

    assert sorted(dealt) == list(range(189))
