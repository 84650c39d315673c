"""Entries of a list are found again by what they say, whatever became of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wizard.pairing import Pair, paired

_words = st.sampled_from(["An", "Bình", "Chi", None])
_entry = st.fixed_dictionaries(
    {
        "who": st.fixed_dictionaries({"name": _words, "born": st.integers(2018, 2021)}),
        "home": _words,
        "school": st.booleans(),
    }
)
_list = st.lists(_entry, max_size=8)


@st.composite
def _and_one_more(draw):
    """A list, the same with one entry more, and where that stands."""
    entries, more = draw(_list), draw(_entry)
    place = draw(st.integers(0, len(entries)))
    return entries, [*entries[:place], more, *entries[place:]], more


def _untold(pairs, before, now):
    """The pairs that somebody has to be told of."""
    return [one for one in pairs if None in one or before[one.before] != now[one.now]]


@given(_list)
def test_what_did_not_change_is_not_told(entries):
    pairs = paired(entries, list(entries))

    assert pairs == tuple(Pair(place, place) for place in range(len(entries)))


@given(_and_one_more())
def test_one_that_goes_is_the_only_one_told(lists):
    now, before, gone = lists

    ((was, stands),) = _untold(paired(before, now), before, now)

    assert stands is None
    assert before[was] == gone


@given(_and_one_more())
def test_one_that_comes_is_the_only_one_told(lists):
    before, now, come = lists

    ((was, stands),) = _untold(paired(before, now), before, now)

    assert was is None
    assert now[stands] == come


@given(_list, st.randoms(use_true_random=False))
def test_entries_that_only_stand_elsewhere_are_the_same_ones(before, chance):
    now = chance.sample(before, len(before))

    assert _untold(paired(before, now), before, now) == []


@given(_list, _list)
def test_every_entry_is_accounted_for_once_and_always_alike(before, now):
    pairs = paired(before, now)

    assert sorted(one.before for one in pairs if one.before is not None) == list(range(len(before)))
    assert [one.now for one in pairs if one.now is not None] == list(range(len(now)))
    assert paired([dict(one) for one in before], now) == pairs


@given(_list, _list)
def test_an_entry_that_is_there_in_both_is_never_told(before, now):
    untold = _untold(paired(before, now), before, now)

    changed = [before[one.before] for one in untold if one.before is not None]
    assert not any(one in now and before.count(one) <= now.count(one) for one in changed)


AN, BINH = {"name": "An", "born": 2019, "school": True}, {"name": "Bình", "born": 2021, "school": True}


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([AN, BINH], [BINH | {"school": False}], [(1, 0), (0, None)]),
        ([AN, BINH], [BINH | {"school": False}, AN], [(1, 0), (0, 1)]),
        ([AN], [{"name": "Chi", "born": 2024, "school": True}], [(0, 0)]),
        ([AN, BINH], [BINH, {"name": "Chi", "born": 2024, "school": True}], [(1, 0), (None, 1), (0, None)]),
        ([{"who": AN}, {"who": BINH}], [{"who": BINH | {"name": "Bính"}}], [(1, 0), (0, None)]),
        ([{}, AN], [AN, {}], [(1, 0), (0, 1)]),
    ],
    ids=["gone and changed", "moved and changed", "other in its place", "gone and come", "in parts", "blank"],
)
def test_the_likest_is_the_one(before, now, expected):
    assert list(paired(before, now)) == expected
