"""Where the fixtures of all tests come from."""

import pytest

pytest.register_assert_rewrite("tests.support")

pytest_plugins = ["tests.support.databases", "tests.support.people", "tests.support.memory"]

_SHORT = 40


def pytest_make_parametrize_id(val, argname):
    """Files are named by their argument: they hold when they were made, and workers would not agree on it."""
    return argname if isinstance(val, bytes) and len(val) > _SHORT else None
