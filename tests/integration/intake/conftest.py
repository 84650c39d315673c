"""An agency that pushes signed batches, and records it may push."""

import hashlib
import hmac
from base64 import b64encode

import pytest

from app.clock import VIETNAM
from app.features.intake.keys import AgencyKeys
from app.features.intake.service import Intake
from app.sandbox.agencies.pushing import Sender, batch
from app.web.services import provide
from tests.support.dossiers import dossier_service

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
def intake(world, clock, tmp_path):
    """Gives the portal a door with other bounds; `before` runs while a batch is inside."""

    def replace(before=lambda: None, **bounds):
        def dossiers(session):
            before()
            return dossier_service(session, tmp_path, clock)

        door = Intake(world.database, dossiers, clock, **bounds)
        provide(world.portal, Intake, lambda: door)

    return replace


@pytest.fixture
def shared_secret(world, clock):
    """Signs a body as H26 with HMAC-SHA-256 (RFC 9421 section 3.3.3); the portal knows the secret."""
    agreed = b"a secret of at least thirty-two b"
    with world.database.transaction() as session:
        AgencyKeys(session, clock).add("h26-shared", "H26", "hmac-sha256", b64encode(agreed).decode())

    def headers(body, secret=agreed):
        digest = f"sha-256=:{b64encode(hashlib.sha256(body).digest()).decode()}:"
        params = (
            '("@method" "@authority" "@path" "content-digest")'
            f';created={int(clock().timestamp())};nonce="0123456789abcdef";keyid="h26-shared"'
        )
        base = (
            '"@method": POST\n"@authority": portal.test\n"@path": /hooks/dossiers\n'
            f'"content-digest": {digest}\n"@signature-params": {params}'
        )
        signature = b64encode(hmac.digest(secret, base.encode(), "sha256")).decode()
        return {
            "Content-Digest": digest,
            "Signature-Input": f"one={params}",
            "Signature": f"one=:{signature}:",
        }

    return headers


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
