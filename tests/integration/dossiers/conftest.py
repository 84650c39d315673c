"""A dossier of the signed-in visitor, and the officer who works on it."""

import pytest

from tests.support.filing import file_application


@pytest.fixture
def file_birth(world, birth_payload):
    """Sends a birth registration of whoever has signed in."""
    return lambda **given: file_application(world, birth_payload, **given)


@pytest.fixture
def code(visitor, officer, deliver, file_birth):
    """A birth registration of the signed-in visitor, as the agency calls it."""
    visitor.sign_in()
    file_birth()
    deliver()
    with officer() as desk:
        (dossier,) = desk.dossiers()
        return dossier.code


@pytest.fixture
def act(officer, deliver):
    """The officer does things to a dossier, and the portal hears of it."""

    def perform(code, *acts, **last):
        with officer(officer="Đỗ Thu Hà") as desk:
            for name in acts[:-1]:
                getattr(desk, name)(code)
            getattr(desk, acts[-1])(code, **last)
        deliver()

    return perform


@pytest.fixture
def get(client):
    """A raw request to the portal."""
    return lambda url, **headers: client.get(url, base_url="http://127.0.0.1:8000", headers=headers)
