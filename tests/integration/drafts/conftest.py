"""The second person of an application that more than one takes part in."""

from __future__ import annotations

import pytest

from tests.support.agreeing import SECOND, invite, opened


@pytest.fixture
def second(another_visitor):
    """The second person, signed in."""
    visitor = another_visitor()
    visitor.sign_in(SECOND)
    return visitor


@pytest.fixture
def page(visitor, check, second):
    """The application as the second person reads it."""
    return opened(second, invite(visitor, check))
