"""Hostile, broken and endless queries are answered in bounded time."""

from __future__ import annotations

import time

import pytest

from app.search import Filters, Index
from tests.support.entries import EVERYDAY, make_index

HOSTILE = [
    "",
    " \t\n",
    "\x00\x01\x1b[31m",
    "😀🎉👨‍👩‍👧‍👦",
    "'; DROP TABLE procedures; --",
    "<script>alert(1)</script>",
    "a" * 10_000,
    "khai sinh " * 1_000,
    "\ud800 khai sinh",
    "đ" * 500,
    "̀" * 5_000,
    '((((*:^"~\\/',
    "ﷺ" * 300,
    "-1.001193.000000000000000000001",
]


@pytest.fixture(scope="module")
def index() -> Index:
    return make_index(*EVERYDAY)


@pytest.mark.parametrize("query", HOSTILE)
def test_every_query_is_answered_within_a_tenth_of_a_second(index: Index, query: str) -> None:
    began = time.process_time()

    index.search(query)
    index.suggest(query)

    assert time.process_time() - began < 0.1


def test_an_unknown_facet_value_matches_nothing(index: Index) -> None:
    hits = index.search("đăng ký", filters=Filters(field=("nothing",)))

    assert (hits.total, hits.items) == (0, ())


def test_a_page_far_beyond_the_end_is_empty_but_counted(index: Index) -> None:
    hits = index.search("đăng ký", offset=10**9)

    assert (hits.items, hits.total > 0) == ((), True)


def test_emoji_alone_find_nothing(index: Index) -> None:
    assert index.search("😀🎉").total == 0


def test_an_empty_query_shows_everything(index: Index) -> None:
    assert index.search("").total == len(EVERYDAY)
