"""A dossier of Trần Thị Bình, filed and known by its agency's code."""

import pytest
from sqlalchemy import text

from tests.support.filing import file_application, real_payload


@pytest.fixture(scope="session")
def birth_payload(world_template, tmp_path_factory):
    """A birth registration as the portal sends it."""
    return real_payload(world_template, tmp_path_factory.mktemp("birth") / "world")


@pytest.fixture
def code(visitor, world, officer, deliver, birth_payload):
    """The code of a dossier the agency is working on; the visitor stays signed in."""
    visitor.sign_in()
    file_application(world, birth_payload)
    deliver()
    with officer() as desk:
        found = desk.dossiers()[0].code
        desk.accept(found)
        desk.start(found)
    deliver()
    return found


@pytest.fixture
def stranger(another_visitor, code):
    """Somebody who is not signed in."""
    return another_visitor()


@pytest.fixture
def ask(stranger):
    """Fill in the two fields, from a connection."""

    def send(code, fact, status=200, lang="en", who=None, connection="127.0.0.1"):
        asking = who or stranger
        asking.client.environ_base["REMOTE_ADDR"] = connection
        page = asking.visit(f"/{lang}/track")
        return asking.send(page, {"code": code, "fact": fact}, form="#track-form", status=status)

    return send


@pytest.fixture
def set_status(world, code):
    """Put the dossier into a status."""

    def put(number):
        with world.database.transaction() as session:
            session.execute(text("UPDATE dossier SET status = :s"), {"s": number})
            session.commit()

    return put
