"""Text as people type it becomes comparable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.folding import LONGEST_QUERY, normalise, stem, words


@given(st.text())
def test_composed_and_decomposed_text_have_the_same_words(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


@given(st.text(max_size=3000))
def test_a_query_is_read_up_to_its_limit(text: str) -> None:
    assert len(normalise(text)) <= 3 * LONGEST_QUERY


@pytest.mark.parametrize(
    "family",
    [
        ("licence", "licences", "license", "licensed", "licensing"),
        ("register", "registers", "registered", "registration"),
        ("marry", "married", "marriage"),
        ("certificate", "certificates", "certification"),
        ("renew", "renewal", "renewed", "renewing"),
        ("company", "companies"),
    ],
)
def test_english_inflections_share_a_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("tax", "taxi"), ("birth", "bird"), ("land", "lane"), ("death", "deal")]
)
def test_different_english_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)
