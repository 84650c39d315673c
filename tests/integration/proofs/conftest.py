"""One world in which every published form is filled in, over and over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.clock import MovableClock
from tests.support.proofs import Prover
from tests.support.worlds import World, copy_world


@pytest.fixture(scope="session")
def prover(world_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prover]:
    """Fills in forms; what a form asks is the same on every database, so the cheaper one is enough."""
    folder = tmp_path_factory.mktemp("proofs")
    copy_world(world_template, folder)
    clock = MovableClock()
    world = World(folder, clock)
    yield Prover(world, clock)
    world.close()


@pytest.fixture(scope="session")
def other_process(prover: Prover) -> Iterator[Flask]:
    """A second process of the portal on the same data."""
    portal = prover.world.another_process()
    yield portal
    portal.extensions["portal.database"].dispose()
