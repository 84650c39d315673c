"""Median and ninth decile of counted values are those of the values written out and sorted."""

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.features.supervision.ranks import at_rank


@given(st.lists(st.integers(0, 60), min_size=1, max_size=300), st.sampled_from([0.5, 0.9, 1.0]))
def test_a_rank_in_counts_is_the_rank_in_the_sorted_list(values, share):
    found = at_rank(Counter(values), share)

    assert found == sorted(values)[max(1, ceil(round(len(values) * share, 9))) - 1]
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


@pytest.mark.parametrize(
    ("values", "median", "ninety"),
    [
        ([3], 3, 3),
        ([1, 2], 1, 2),
        ([1, 2, 3], 2, 3),
        (range(1, 11), 5, 9),
        ([0] * 9 + [50], 0, 0),
        ([2] * 8 + [9] * 2, 2, 9),
    ],
)
def test_ranks_by_hand(values, median, ninety):
    counts = Counter(values)

    assert (at_rank(counts, 0.5), at_rank(counts, 0.9)) == (median, ninety)


def test_nothing_counted_has_no_rank():
    with pytest.raises(ValueError, match="nothing"):
        at_rank({}, 0.5)
