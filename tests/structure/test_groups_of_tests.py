"""Tests that share something dear run on one worker."""

import pytest


@pytest.mark.xdist_group("together")
def test_the_groups_of_tests_are_heeded_when_workers_share_the_work(request):
    if not request.config.getoption("loadgroup", False):
        pytest.skip("no workers share the work; --dist loadgroup")

    assert request.node.nodeid.endswith("@together")
