"""Where the fixtures of all tests come from."""

import pytest

pytest.register_assert_rewrite("tests.support")

pytest_plugins = ["tests.support.databases", "tests.support.people"]
