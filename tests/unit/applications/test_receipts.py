"""The receipt number."""

import re
from datetime import UTC, datetime

from stdnum.iso7064 import mod_37_36

from app.features.applications.sending.receipts import receipt_number

_NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)


def test_it_carries_the_day_in_vietnam():
    assert receipt_number(_NOW).startswith("CDV-261123-")


def test_it_has_no_letters_that_are_misread_from_paper():
    for _ in range(300):
        assert re.fullmatch(r"CDV-\d{6}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", receipt_number(_NOW))


def test_its_last_character_checks_the_others():
    signs = receipt_number(_NOW).split("-", 2)[2].replace("-", "")

    assert mod_37_36.is_valid(signs)


def test_two_are_never_alike():
    assert len({receipt_number(_NOW) for _ in range(1000)}) == 1000
