"""A dossier of the signed-in visitor that the agency has finished."""

import pytest


@pytest.fixture
def ended(started, officer, deliver):
    """The same, finished."""
    with officer() as desk:
        desk.finish(started)
    deliver()
    return started
