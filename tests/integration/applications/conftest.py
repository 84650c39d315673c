"""A mother at one step of her child's registration."""

import pytest

from tests.support.births import file_birth


@pytest.fixture
def at_step(sign_in, visitor):
    """Sign in and answer every step before the named one; returns that page."""

    def go(step="check"):
        sign_in()
        return file_birth(visitor, until=step)

    return go


@pytest.fixture
def submit(send):
    """Declare and send from the check page; returns the receipt."""
    return lambda page: send(page, {"declared": "y"}, button="Nộp hồ sơ")
