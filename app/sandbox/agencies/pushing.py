"""An agency's side of the push: batches signed after RFC 9421, in either contract's words."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.sandbox.agencies.events import event_item
from app.sandbox.agencies.models import Dossier, DossierEvent
from app.sandbox.clock import VIETNAM, Clock, written

Item = dict[str, Any]


class Sender:
    """Signs an agency's requests with a key of its own."""

    def __init__(self, key_id: str, clock: Clock, key: Ed25519PrivateKey | None = None) -> None:
        self._key = key or Ed25519PrivateKey.generate()
        self._key_id = key_id
        self._clock = clock

    @property
    def public_key(self) -> str:
        """What the portal has to know, in base64."""
        return base64.b64encode(self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    def headers(
        self, method: str, url: str, body: bytes = b"", *, nonce: str | None = None
    ) -> dict[str, str]:
        """The headers that make the request one of this agency's."""
        parts = urlsplit(url)
        covered = {"@method": method, "@authority": parts.netloc, "@path": parts.path}
        headers = {}
        if body:
            digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
            headers = {"Content-Digest": f"sha-256=:{digest}:", "Content-Type": "application/json"}
            covered |= {"content-digest": headers["Content-Digest"], "content-type": "application/json"}
        names = " ".join(f'"{name}"' for name in covered)
        created = int(self._clock().timestamp())
        nonce = nonce or secrets.token_urlsafe(18)
        params = f'({names});created={created};nonce="{nonce}";keyid="{self._key_id}";alg="ed25519"'
        lines = [f'"{name}": {value}' for name, value in covered.items()]
        base = "\n".join([*lines, f'"@signature-params": {params}'])
        signature = base64.b64encode(self._key.sign(base.encode())).decode()
        return headers | {"Signature-Input": f"agency={params}", "Signature": f"agency=:{signature}:"}


def batch(items: Sequence[Any], *, batch_id: str | None = None, service: str | None = None) -> bytes:
    """A batch as it travels."""
    named = {"service": service} if service else {}
    return msgspec.json.encode({"batch_id": batch_id or secrets.token_hex(16), **named, "items": list(items)})


def whole(dossier: Dossier) -> Item:
    """A dossier as it stands."""
    ended = [event.occurred_at for event in dossier.events if event.status in {3, 7, 8, 9, 10}]
    return {
        "kind": "dossier",
        "code": dossier.code,
        "procedure_code": dossier.procedure,
        "agency_code": dossier.agency["code"],
        "agency_name": dossier.agency["name"],
        "status": dossier.status,
        "version": dossier.version,
        "received_at": written(dossier.received_at),
        "due_at": written(dossier.due_at) if dossier.due_at else None,
        "finished_at": written(ended[0]) if ended else None,
        "holder": dossier.applicant["id_number"],
        "holder_kind": "citizen",
        "channel": 2,
    }


def step(event: DossierEvent) -> Item:
    """One event of a dossier."""
    return {"kind": "event", **event_item(event)}


def national_dossier(dossier: Dossier) -> Item:
    """A dossier in the words of `DongBoHoSoMC`."""
    ended = [event.occurred_at for event in dossier.events if event.status in {3, 7, 8, 9, 10}]
    return {
        "MaHoSo": dossier.code,
        "MaTTHC": dossier.procedure,
        "ChuHoSo": dossier.applicant["name"],
        "LoaiDoiTuong": "1",
        "MaDoiTuong": dossier.applicant["id_number"],
        "NgayTiepNhan": _national(dossier.received_at),
        "NgayHenTra": _national(dossier.due_at) if dossier.due_at else "",
        "TrangThaiHoSo": str(dossier.status),
        "NgayKetThucXuLy": _national(ended[0]) if ended else "",
        "HinhThuc": "2",
        "DonViXuLy": dossier.agency["name"]["vi"],
        "TaiLieuNop": [],
        "DanhSachLePhi": [],
    }


def national_step(event: DossierEvent) -> Item:
    """One event in the words of `CapNhatTienDoHoSoMC`."""
    return {
        "MaHoSo": event.dossier_code,
        "NguoiXuLy": event.actor["name"],
        "ChucDanh": "",
        "ThoiDiemXuLy": _national(event.occurred_at),
        "PhongBanXuLy": event.actor["unit"]["vi"],
        "NoiDungXuLy": (event.note or {}).get("vi", ""),
        "TrangThai": str(event.status),
        "NgayBatDau": _national(event.occurred_at),
        "NgayKetThucTheoQuyDinh": _national(event.due_at) if event.due_at else "",
    }


def _national(moment: Any) -> str:
    return f"{moment.astimezone(VIETNAM):%Y%m%d%H%M%S}"
