"""An agency that pushes signed batches, and records it may push."""

import pytest

from app.clock import VIETNAM
from app.features.intake.keys import AgencyKeys
from app.sandbox.agencies.pushing import Sender, batch

URL = "http://portal.test/hooks/dossiers"


@pytest.fixture
def sender(world, clock):
    """The province H26, whose key the portal knows."""
    one = Sender("h26-2026", clock)
    with world.database.transaction() as session:
        AgencyKeys(session, clock).add("h26-2026", "H26", "ed25519", one.public_key)
    return one


@pytest.fixture
def push(world, sender):
    """Sends items as a batch; everything about the request can be replaced."""

    def send(*items, body=None, headers=None, by=None, **given):
        content = batch(items, **given) if body is None else body
        signed = (by or sender).headers("POST", URL, content) if headers is None else headers
        return world.portal.test_client().post(
            "/hooks/dossiers", base_url="http://portal.test", data=content, headers=signed
        )

    return send


@pytest.fixture
def record():
    """A whole dossier of H26."""

    def make(number=1, **fields):
        return {
            "kind": "dossier",
            "code": f"000.00.00.H26-261120-{number:04d}",
            "procedure_code": "1.001193",
            "agency_code": "H26.32",
            "agency_name": {"vi": "UBND phường Cửa Nam"},
            "status": 2,
            "version": 2,
            "received_at": "2026-11-20T02:00:00Z",
            "due_at": "2026-11-25T10:00:00Z",
            "holder": "001190000011",
            "phone": "0912345678",
            **fields,
        }

    return make


@pytest.fixture
def step():
    """One event of a dossier of H26."""

    def make(version, status, number=1, **fields):
        code = f"000.00.00.H26-261120-{number:04d}"
        return {
            "kind": "event",
            "event_id": f"{code}-{version}",
            "version": version,
            "dossier_code": code,
            "status": status,
            "occurred_at": f"2026-11-21T0{version}:00:00Z",
            **fields,
        }

    return make


@pytest.fixture
def national_time():
    """A moment as the national exchange writes it."""
    return lambda moment: f"{moment.astimezone(VIETNAM):%Y%m%d%H%M%S}"
