"""What is remembered of an attempt to sign: what the provider needs, then what was signed."""

from __future__ import annotations

from datetime import datetime

import msgspec

from app.features.applications.sending.models import Signing
from app.gateways.signing import Credential
from app.papers.remote_signing import Prepared


class Work(msgspec.Struct, frozen=True):
    """What must be remembered while the person is at the provider."""

    verifier: str
    credential: Credential
    prepared: Prepared
    fingerprint: str
    name: str
    language: str
    at: datetime
    redirect_uri: str


class Signed(msgspec.Struct, frozen=True):
    """What was signed, until it is used."""

    pdf: bytes
    fingerprint: str
    name: str
    language: str
    at: datetime


def signed_in(row: Signing) -> Signed | None:
    """What was signed in this attempt and is not used."""
    return msgspec.convert(row.work, Signed) if row.outcome == "signed" and row.work else None
