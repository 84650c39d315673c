"""What a message calls an answer that has no name of its own."""

import pytest

from app.texts import called_after


@pytest.mark.parametrize(
    ("label", "called"),
    [
        ("Phone number", "the phone number"),
        ("HS code", "the HS code"),
        ("The goods", "the goods"),
        ("Your address", "your address"),
        ("How many", "how many"),
        ("Are you exempt?", "are you exempt?"),
    ],
)
def test_english_sentences_name_what_a_label_asks_for_with_its_article(label, called):
    assert called_after({"vi": "Số điện thoại", "en": label}) == {"vi": "số điện thoại", "en": called}
