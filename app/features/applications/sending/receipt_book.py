"""Receipts: what was sent, file by file, under the portal's signature, and what the agency says it has.

A receipt is verified with the published key alone (docs/receipts.md). Its token carries the hash of the
manifest, so that the manifest, which only the owner holds, cannot be changed afterwards by anybody.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import NotFound
from app.features.applications.models import Application
from app.features.applications.sending.models import IssuedReceipt
from app.gateways.agencies import Acknowledgement
from app.papers.seal import Seal

Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt; `token` is the latest, with the acknowledgement once there is one."""

    number: str
    manifest: Manifest
    token: str
    issued_at: datetime
    acknowledgement: Manifest | None
    acknowledged_at: datetime | None

    @property
    def document(self) -> Manifest:
        """What the owner downloads and anybody can verify: manifest, acknowledgement and token."""
        told = {"acknowledgement": self.acknowledgement} if self.acknowledgement else {}
        return {"manifest": self.manifest, **told, "token": self.token}

    @property
    def files(self) -> list[dict[str, Any]]:
        """Every file that was sent, the application itself first."""
        paper = self.manifest.get("application_pdf")
        return [*([paper] if paper else []), *self.manifest["files"]]

    @property
    def arrived(self) -> frozenset[str]:
        """Ids of the files that the agency says it has, unchanged."""
        seen = {(one["id"], one["sha256"]) for one in (self.acknowledgement or {}).get("files", ())}
        return frozenset(file["id"] for file in self.files if (file["id"], file["sha256"]) in seen)


class ReceiptBook:
    """Issues and finds receipts; `issue` and `acknowledge` take part in their caller's transaction."""

    def __init__(self, session: Session, seal: Seal, clock: Clock) -> None:
        self._session = session
        self._seal = seal
        self._clock = clock

    def issue(self, application: Application) -> None:
        """Write the receipt of an application that is about to be sent."""
        manifest = manifest_of(application.payload, application.payload_sha256)
        self._session.add(
            IssuedReceipt(
                number=application.receipt_number,
                application_id=application.id,
                manifest=manifest,
                token=self._seal.token(_claims(manifest)),
                issued_at=application.submitted_at,
            )
        )

    def acknowledge(self, application_id: UUID, answer: Acknowledgement) -> None:
        """Record which files the agency says it has; the first answer stays."""
        row = self._session.scalars(
            select(IssuedReceipt).where(IssuedReceipt.application_id == application_id).with_for_update()
        ).first()
        if row is None or row.acknowledged_at is not None:
            return
        told = _told(row.manifest, answer)
        row.acknowledgement = told
        row.acknowledged_token = self._seal.token(
            {**_claims(row.manifest), "d": answer.dossier_code, "a": digest(told)}
        )
        row.acknowledged_at = self._clock()

    def find(self, number: str) -> Receipt | None:
        """A receipt by its number, for anybody who holds it."""
        row = self._session.get(IssuedReceipt, number)
        return _receipt(row) if row else None

    def mine(self, number: str, *, owner: UUID) -> Receipt:
        """The owner's receipt; raises `NotFound` for unknown and foreign ones alike."""
        holder = select(Application.owner_id).where(Application.receipt_number == number)
        found = self.find(number) if self._session.scalar(holder) == owner else None
        if found is None:
            raise NotFound("no such receipt of this person")
        return found


def manifest_of(payload: Mapping[str, Any], payload_sha256: str) -> Manifest:
    """What the receipt lists of an application; no answer is in it, only hashes."""
    paper = payload.get("application_pdf")
    return {
        "receipt_number": payload["receipt_number"],
        "submitted_at": payload["submitted_at"],
        "procedure": payload["procedure"],
        "definition": payload["definition"],
        "language": payload["language"],
        "application_sha256": payload_sha256,
        **({"application_pdf": paper} if paper else {}),
        "files": [
            {key: file[key] for key in ("id", "name", "media_type", "size", "sha256")}
            for file in payload["files"]
        ],
    }


def digest(document: Manifest) -> str:
    """SHA-256 of the canonical JSON (keys sorted, no spaces, UTF-8) in base64url, as tokens carry it."""
    hashed = hashlib.sha256(msgspec.json.encode(document, order="sorted")).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def _claims(manifest: Manifest) -> dict[str, Any]:
    """Short names, because they go into a QR code: receipt, time, procedure, number of files, manifest."""
    files = len(manifest["files"]) + ("application_pdf" in manifest)
    return {
        "r": manifest["receipt_number"],
        "t": manifest["submitted_at"],
        "p": manifest["procedure"],
        "n": files,
        "m": digest(manifest),
    }


def _told(manifest: Manifest, answer: Acknowledgement) -> Manifest:
    return {
        "receipt_number": manifest["receipt_number"],
        "dossier_code": answer.dossier_code,
        "agency": {"code": answer.agency.code, "name": dict(answer.agency.name)},
        "received_at": answer.received_at.isoformat(),
        "files": [{"id": file.id, "sha256": file.sha256, "size": file.size} for file in answer.files],
    }


def _receipt(row: IssuedReceipt) -> Receipt:
    return Receipt(
        number=row.number,
        manifest=row.manifest,
        token=row.acknowledged_token or row.token,
        issued_at=row.issued_at,
        acknowledgement=row.acknowledgement,
        acknowledged_at=row.acknowledged_at,
    )
