"""A dossier of the signed-in visitor that the agency has finished."""

import pytest

from tests.support.filing import file_application, real_payload


@pytest.fixture(scope="session")
def birth_payload(world_template, tmp_path_factory):
    """A birth registration as the portal sends it."""
    return real_payload(world_template, tmp_path_factory.mktemp("birth") / "world")


@pytest.fixture
def started(world, visitor, officer, deliver, birth_payload):
    """A dossier the officer is working on."""
    visitor.sign_in()
    file_application(world, birth_payload)
    deliver()
    with officer() as desk:
        code = desk.dossiers()[0].code
        desk.accept(code)
        desk.start(code)
    deliver()
    return code


@pytest.fixture
def ended(started, officer, deliver):
    """The same, finished."""
    with officer() as desk:
        desk.finish(started)
    deliver()
    return started
