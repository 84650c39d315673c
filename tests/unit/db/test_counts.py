"""Counts in a file: one for all processes of a machine, each window ends when it should."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from limits import RateLimitItemPerHour, RateLimitItemPerSecond
from limits.strategies import FixedWindowRateLimiter

from app.db.counts import FileCounts, counts_at

FIVE = RateLimitItemPerHour(5)


@pytest.fixture
def url(tmp_path):
    """A file that is not there yet."""
    return f"sqlite:///{tmp_path}/limits.sqlite3"


def test_what_one_process_counts_another_knows(url):
    child = os.fork()
    if child == 0:
        limiter = FixedWindowRateLimiter(counts_at(url))
        os._exit(sum(limiter.hit(FIVE, "somebody") for _ in range(3)))
    in_child = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    here = FixedWindowRateLimiter(counts_at(url))

    assert in_child == 3
    assert [here.hit(FIVE, "somebody") for _ in range(3)] == [True, True, False]
    assert not here.test(FIVE, "somebody")
    assert here.test(FIVE, "somebody else")


def test_many_at_once_are_all_counted(url):
    storages = [counts_at(url) for _ in range(4)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: storages[number % 4].incr("key", 60), range(200)))

    assert storages[0].get("key") == 200


def test_a_window_that_is_over_counts_for_nothing(url):
    now = [1_000_000.0]
    limiter = FixedWindowRateLimiter(FileCounts(url, lambda: now[0]))
    once = RateLimitItemPerSecond(1)

    assert limiter.hit(once, "a")
    assert not limiter.hit(once, "a")
    assert limiter.get_window_stats(once, "a").reset_time == now[0] + 1
    now[0] += 1.1
    assert limiter.test(once, "a")
    assert limiter.hit(once, "a")


def test_keys_can_be_forgotten(url):
    counts = counts_at(url)
    for key in "abc":
        counts.incr(key, 60)

    counts.clear("a")

    assert (counts.get("a"), counts.get("b"), counts.check()) == (0, 1, True)
    assert counts.reset() == 2
    assert counts.get("b") == 0
