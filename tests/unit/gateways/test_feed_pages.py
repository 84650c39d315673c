"""A page of a feed as it is agreed, and no other."""

import msgspec
import pytest

from app.gateways.agencies import LONGEST_CURSOR, FeedPage


def page(letters):
    return msgspec.json.encode({"items": [], "next": "1" * letters, "more": False})


def test_a_cursor_is_taken_only_as_long_as_it_can_be_kept():
    assert len(msgspec.json.decode(page(LONGEST_CURSOR), type=FeedPage).next) == LONGEST_CURSOR
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(page(LONGEST_CURSOR + 1), type=FeedPage)
