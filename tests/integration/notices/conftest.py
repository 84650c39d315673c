"""Somebody is told something, and the worker brings it."""

from __future__ import annotations

import base64
import json
from datetime import date
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.features.account.models import Person
from app.features.dossiers.mirror.statuses import STATUSES
from app.features.notices.matter import Matter
from app.features.notices.service import NoticeService
from app.jobs.worker import Worker, run_once
from app.web.services import use

CODE = "000.00.00.H26-261123-0001"
BINH = "binh@example.vn"
BINH_PHONE = "+84912000011"


def make_matter(status: int = 4, code: str = CODE, **given) -> Matter:
    """A dossier's news."""
    words = STATUSES[status]
    fields = {
        "reference": code,
        "path": f"dossiers/{code}",
        "name": {"vi": "Đăng ký khai sinh", "en": "Birth registration"},
        "headline": words.name,
        "meaning": words.meaning,
        "next": words.next,
        "day": date(2026, 12, 1),
    }
    return Matter(**{**fields, **given})


@pytest.fixture
def person(world, visitor):
    """The id of Trần Thị Bình, who has signed in."""
    visitor.sign_in()
    with world.database.session(writes=False) as session:
        return session.scalars(select(Person.id)).one()


@pytest.fixture
def tell(world, person):
    """Leaves one notice for her, committed."""

    def leave(kind="status", *, key=None, matter=None, **options):
        with world.portal.test_request_context(method="POST"):
            notices = use(NoticeService)
            about = matter or make_matter()
            notices.leave(person, kind, event_key=key or str(uuid4()), matter=about, **options)
            use(Session).commit()

    return leave


@pytest.fixture
def work(world):
    """One run of tasks of the worker by name; fails when one of them fails."""

    def run(*names):
        with world.portal.app_context():
            tasks = [task for task in use(Worker).tasks if task.name in (names or ("deliveries",))]
            outcomes = run_once(tasks)
        assert outcomes and all(outcome.ok for outcome in outcomes.values()), outcomes

    return run


@pytest.fixture
def letters(stage):
    """What has arrived outside, of one kind, oldest first."""

    def arrived(kind=None, to=None):
        with stage.inbox() as inbox:
            found = [letter for letter in inbox.letters(to) if kind in {None, letter.kind}]
        return found[::-1]

    return arrived


class Browser:
    """A browser that has subscribed: it alone can read what is sent to it (RFC 8291)."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.endpoint = f"https://push.example/push/{name}"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = b"sixteen bytes ok"
        self._point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def form(self) -> dict[str, str]:
        """What the page's script would send."""
        return {"endpoint": self.endpoint, "p256dh": _text(self._point), "auth": _text(self._auth)}

    def read(self, body: bytes) -> dict[str, str]:
        """The message in plain."""
        salt, size, sealed = body[:16], body[20], body[21:]
        theirs, sealed = sealed[:size], sealed[size:]
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = self._key.exchange(ec.ECDH(), public)
        secret = _derive(shared, self._auth, b"WebPush: info\0" + self._point + theirs, 32)
        key = _derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derive(secret, salt, b"Content-Encoding: nonce\0", 12)
        return json.loads(AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x02"))


@pytest.fixture
def subscribe(visitor, person):
    """A browser of hers that shows notices."""

    def add(name="phone"):
        browser = Browser(name)
        page = visitor.visit("/vi/account/notices")
        visitor.send(page, browser.form, form="#push-form")
        return browser

    return add


def _derive(secret, salt, info, length):
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _text(raw):
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
