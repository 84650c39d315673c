"""The order of names in every list."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.localities.collate import collate, first_letter, in_order


@pytest.mark.parametrize(
    "names",
    [
        ["an", "ăn", "ân", "ba", "ca", "da", "đa", "e", "ê", "ga"],
        ["o", "ô", "ơ", "p", "u", "ư", "v", "x", "y"],
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        [
            "Hà Giang",
            "Hà Nội",
            "Hà Tĩnh",
            "Hải Phòng",
            "Hậu Giang",
            "Hòa Bình",
            "Hồ Chí Minh",
            "Huế",
            "Hưng Yên",
        ],
        ["Quận 1", "Quận 2", "Quận 10", "Quận Ba Đình"],
        ["ba con", "bà", "bà con"],
        ["Cao Bằng", "Cần Thơ", "Đà Nẵng", "Điện Biên", "Đồng Nai"],
        ["tuyen", "tuyên", "tuyền"],
    ],
)
def test_names_follow_the_vietnamese_alphabet_and_the_order_of_tones(names):
    shuffled = random.Random(7).sample(names, len(names))

    assert sorted(shuffled, key=collate) == names
    assert in_order(names)


def test_composed_and_decomposed_letters_sort_alike():
    assert collate("Đa\u0323i")[0] == collate("Đại")[0]


@pytest.mark.parametrize(
    ("name", "heading"),
    [("Đà Nẵng", "Đ"), ("ân", "Â"), ("Ổ", "Ô"), ("1 B", "#"), ("(Yên)", "Y"), ("", "#")],
)
def test_a_name_stands_under_its_first_letter(name, heading):
    assert first_letter(name) == heading


@given(st.text(), st.text(), st.text())
def test_any_texts_can_be_put_in_one_order(a, b, c):
    once = sorted([a, b, c], key=collate)

    assert sorted([c, b, a], key=collate) == once
