"""Keys of the Telex method left in the text are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.telex import decode


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("giaasy", "giấy"),
        ("giaays", "giấy"),
        ("phesp", "phép"),
        ("dduwowngf", "đường"),
        ("truowngf", "trường"),
        ("chieeus", "chiếu"),
        ("hooj", "hộ"),
        ("hiêuj", "hiệu"),
        ("ddaast", "đất"),
        ("xaay", "xây"),
    ],
)
def test_leftover_keys_become_the_syllable(typed: str, meant: str) -> None:
    assert decode(typed) == meant


@pytest.mark.parametrize("word", ["xe", "khai", "sach", "passport", "đường", "a", "s", ""])
def test_a_word_without_leftover_keys_stays(word: str) -> None:
    assert decode(word) is None


@given(st.text(max_size=40))
def test_any_word_is_read_or_left(text: str) -> None:
    decoded = decode(text)

    assert decoded is None or decoded
