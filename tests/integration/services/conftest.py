"""A person who applies for a service, and what came of it on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.sandbox.backstage import backstage
from tests.support.clock import MovableClock
from tests.support.services_used import Counter, Filing
from tests.support.visitor import Visitor
from tests.support.worlds import World, copy_world


@pytest.fixture
def world(world_template: Path, clock: MovableClock, tmp_path: Path) -> Iterator[World]:
    """A portal and a sandbox of the test's own; what a form asks is the same on every database."""
    copy_world(world_template, tmp_path / "world")
    world = World(tmp_path / "world", clock)
    yield world
    world.close()


@pytest.fixture
def apply(world: World, visitor: Visitor) -> Filing:
    """`apply("1.004873", answers)`: fill in, send, and have it accepted; see `Filing`."""
    return Filing(world, visitor, backstage(world.sandbox))


@pytest.fixture
def ask_first(visitor: Visitor) -> Counter:
    """`ask_first("1.000894", {"age": 19})`: the page that answers the pre-check."""
    return Counter(visitor)
