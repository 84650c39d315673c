"""Provinces and the provinces beside them."""

from __future__ import annotations

import pytest

from app.localities.neighbours import nearest, neighbours
from app.localities.places import Places

PROVINCES = {unit.code for unit in Places().provinces()}


def test_borders_are_known_for_every_province_from_both_sides():
    for code in PROVINCES:
        assert neighbours(code), code
        assert set(neighbours(code)) <= PROVINCES - {code}
        assert all(code in neighbours(other) for other in neighbours(code))


def test_every_province_can_be_reached_from_every_other():
    assert all(nearest(start, {goal}) == goal for start in PROVINCES for goal in PROVINCES)


@pytest.mark.parametrize(
    ("start", "among", "expected"),
    [
        ("01", {"01", "79"}, "01"),
        ("19", {"79", "04", "96"}, "04"),
        ("42", {"48", "37"}, "37"),
        ("96", {"01"}, "01"),
        ("01", set(), None),
        ("99", {"01"}, None),
    ],
)
def test_the_nearest_is_the_fewest_borders_away(start, among, expected):
    assert nearest(start, among) == expected
