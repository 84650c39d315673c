"""Two ways to write a Vietnamese word become one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.folding import LONGEST_WORD, canonical, fold, lower, marked, settle


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x1EFF)))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("typed", "bare"),
    [
        ("Giấy phép lái xe", "Giay phep lai xe"),
        ("ĐƯỜNG BỘ", "DUONG BO"),
        ("Ủy ban nhân dân", "Uy ban nhan dan"),
        ("Đắk Lắk – Đà Nẵng", "Dak Lak – Da Nang"),
        ("и́мя, café", "имя, cafe"),
    ],
)
def test_diacritics_and_the_letter_d_with_stroke_are_folded_and_capitals_kept(typed: str, bare: str) -> None:
    assert fold(typed) == bare


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("thuỷ", "thủy"),
        ("uỷ", "ủy"),
        ("kĩ", "kỹ"),
        ("lí", "lý"),
        ("li", "ly"),
        ("khoẻ", "khỏe"),
    ],
)
def test_two_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize("word", ["quý", "hoàn", "thuế", "toán", "huỳnh", "hi", "si", "quoả"])
def test_other_words_keep_their_tone_where_it_is(word: str) -> None:
    assert canonical(word) == word


def test_a_very_long_word_is_read_up_to_its_limit() -> None:
    assert canonical("a" * 10_000) == "a" * LONGEST_WORD


def test_a_name_is_settled_with_its_capitals() -> None:
    assert (
        settle("Tỉnh Thanh Hoá, THỪA THIÊN HUẾ, Thuỷ Nguyên") == "Tỉnh Thanh Hóa, THỪA THIÊN HUẾ, Thủy Nguyên"
    )


@pytest.mark.parametrize(("word", "expected"), [("đi", True), ("là", True), ("xe", False), ("имя", False)])
def test_a_word_is_marked_when_vietnamese_marks_stand_on_it(word: str, expected: bool) -> None:
    assert marked(word) is expected


def test_lower_case_is_composed() -> None:
    assert lower(unicodedata.normalize("NFD", "ĐƯỜNG")) == "đường"
