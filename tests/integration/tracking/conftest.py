"""A dossier of Trần Thị Bình, filed and known by its agency's code."""

import pytest
from sqlalchemy import text


@pytest.fixture
def code(started):
    """The code of a dossier the agency is working on; the visitor stays signed in."""
    return started


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
