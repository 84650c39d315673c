"""A finished dossier of the signed-in visitor, and a virus scanner."""

import pytest

from tests.integration.applications.conftest import at_step, submit
from tests.integration.dossiers.conftest import act, code, file_birth, get
from tests.support.clamd import Daemon

__all__ = ["act", "at_step", "code", "file_birth", "get", "submit"]


@pytest.fixture
def scanner(world):
    """The scanner of this world's portal."""
    daemon = Daemon()
    world.environ["PORTAL_CLAMD_URL"] = daemon.url
    yield daemon
    daemon.close()
