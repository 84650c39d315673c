"""The whole national catalogue is found, when its records are there."""

from __future__ import annotations

import random

import pytest

from app.folding import fold
from app.search import Index
from app.search.knowledge import Knowledge
from bench import national
from bench.relevance import engine, mean, measure

pytestmark = pytest.mark.skipif(not national.available(), reason="the shared national records are not there")


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(national.entries(), Knowledge.shipped())


def test_all_procedures_are_there(index: Index) -> None:
    assert len(index) == len({entry.code for entry in national.entries()}) >= 5664


def test_the_labelled_queries_reach_their_goals(index: Index) -> None:
    measured = {kind: mean(scores) for kind, scores in measure(engine(index), national.queries()).items()}

    assert measured["all"].five >= 0.95
    assert {kind: score.five for kind, score in measured.items() if score.five < 0.85} == {}


def test_procedures_are_found_by_their_name_without_diacritics(index: Index) -> None:
    sample = random.Random(7).sample(national.entries(), 150)

    missed = [entry.code for entry in sample if entry.code not in codes(index, fold(entry.name_vi).lower())]

    assert len(missed) <= 3, missed


def codes(index: Index, query: str) -> set[str]:
    return {code for hit in index.search(query, limit=10).items for code in (hit.code, *hit.variants)}
