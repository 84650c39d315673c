"""Receipts: what was sent, file by file, under the portal's signature, and what the agency says it has.

A receipt is verified with the published key alone (docs/receipts.md). Its token carries the hash of the
manifest, so that the manifest, which only the owner holds, cannot be changed afterwards by anybody.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
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
    along: tuple[Receipt, ...] = ()

    @property
    def filing(self) -> tuple[Receipt, ...]:
        """This one, and those of what was filed along with it."""
        return (self, *self.along)

    @property
    def document(self) -> Manifest:
        """What the owner downloads and anybody can verify: manifest, acknowledgement and token."""
        told = {"acknowledgement": self.acknowledgement} if self.acknowledgement else {}
        along = {"filed_along": [one.document for one in self.along]} if self.along else {}
        return {"manifest": self.manifest, **told, "token": self.token, **along}

    @property
    def files(self) -> list[dict[str, Any]]:
        """Every file that was sent to this agency, the application itself first."""
        return _listed(self.manifest)

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

    def issue(self, application: Application, along: Sequence[Application] = ()) -> None:
        """Write the receipts of an application that is about to be sent, and of what is filed along.

        The first one names the others with the hash of what they list.
        """
        parts = [self._issued(part) for part in along]
        self._issued(application, [_named(part) for part in parts])

    def _issued(self, application: Application, along: Sequence[Manifest] = ()) -> Manifest:
        manifest = manifest_of(application.payload, application.payload_sha256)
        if along:
            manifest["filed_along"] = list(along)
        self._session.add(
            IssuedReceipt(
                number=application.receipt_number,
                application_id=application.id,
                manifest=manifest,
                token=self._seal.token(_claims(manifest)),
                issued_at=application.submitted_at,
            )
        )
        return manifest

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
        if row is None:
            return None
        numbers = [named["receipt_number"] for named in row.manifest.get("filed_along", ())]
        parts = [self._session.get_one(IssuedReceipt, part) for part in numbers]
        return _receipt(row, tuple(_receipt(part) for part in parts))

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
    others = [party["paper"] for party in payload.get("parties", ()) if "paper" in party]
    return {
        "receipt_number": payload["receipt_number"],
        "submitted_at": payload["submitted_at"],
        "procedure": payload["procedure"],
        "definition": payload["definition"],
        "language": payload["language"],
        "application_sha256": payload_sha256,
        **({"application_pdf": paper} if paper else {}),
        **({"party_papers": others} if others else {}),
        "files": [
            {key: file[key] for key in ("id", "name", "media_type", "size", "sha256")}
            for file in payload["files"]
        ],
    }


def _listed(manifest: Manifest) -> list[dict[str, Any]]:
    paper = manifest.get("application_pdf")
    return [*([paper] if paper else []), *manifest.get("party_papers", ()), *manifest["files"]]


def _named(manifest: Manifest) -> Manifest:
    """How the receipt of a filing names one of what was filed along."""
    named = {key: manifest[key] for key in ("receipt_number", "procedure")}
    return {**named, "manifest_sha256": digest(manifest)}


def digest(document: Manifest) -> str:
    """SHA-256 of the canonical JSON (keys sorted, no spaces, UTF-8) in base64url, as tokens carry it."""
    hashed = hashlib.sha256(msgspec.json.encode(document, order="sorted")).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def _claims(manifest: Manifest) -> dict[str, Any]:
    """Short names, because they go into a QR code: receipt, time, procedure, number of files, manifest."""
    return {
        "r": manifest["receipt_number"],
        "t": manifest["submitted_at"],
        "p": manifest["procedure"],
        "n": len(_listed(manifest)),
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


def _receipt(row: IssuedReceipt, along: tuple[Receipt, ...] = ()) -> Receipt:
    return Receipt(
        number=row.number,
        manifest=row.manifest,
        token=row.acknowledged_token or row.token,
        issued_at=row.issued_at,
        acknowledgement=row.acknowledgement,
        acknowledged_at=row.acknowledged_at,
        along=along,
    )
