"""What could be a Vietnamese syllable, and what nobody can have meant."""

from __future__ import annotations

import pytest

from app.search.syllables import well_formed, well_formed_bare


@pytest.mark.parametrize("word", ["khai", "nghiệp", "quyết", "giếng", "gì", "thịt", "yến", "huỳnh", "đường"])
def test_real_syllables_are_well_formed(word: str) -> None:
    assert well_formed(word)


@pytest.mark.parametrize("word", ["thânn", "sihn", "nghiêp", "khuyêt", "phap", "giấyy", "xbc", "thúù"])
def test_impossible_syllables_and_stops_without_their_tone_are_not(word: str) -> None:
    assert not well_formed(word)


def test_without_diacritics_tones_are_not_missed() -> None:
    assert well_formed_bare("nghiep")
    assert not well_formed_bare("nghiepp")
