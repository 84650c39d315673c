"""Judge the signatures of a file once, and remember what they say by the file's hash."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.features.documents.models import SignatureCheck
from app.papers.apart import verify_apart
from app.papers.signatures import Signature, TrustList, Unreadable

Why = Literal["broken", "locked"]
Seen = tuple[list[Signature], "Why | None"]


@dataclass(frozen=True, slots=True)
class Check:
    """What the signatures of a file say; `unreadable` when they cannot be judged."""

    signatures: tuple[Signature, ...]
    unreadable: Why | None
    checked_at: datetime

    @property
    def good(self) -> bool:
        """Whether there is a signature and all of them are good."""
        return bool(self.signatures) and all(signature.good for signature in self.signatures)

    @property
    def certified(self) -> bool:
        """Whether it stands for the paper: good, and signed last by an official body (docs/adr/0022)."""
        return self.good and self.signatures[-1].official


class SignatureChecks:
    """Signatures by file hash; takes part in its caller's transaction."""

    def __init__(self, session: Session, trust: Callable[[], TrustList], clock: Clock) -> None:
        self._session = session
        self._trust = trust
        self._clock = clock
        self._seen: dict[str, Seen] = {}

    def look(self, body: bytes) -> None:
        """Judge these bytes, to be remembered by `judge`; may last seconds and needs no database."""
        self._seen[hashlib.sha256(body).hexdigest()] = _judged(body, self._trust(), self._clock())

    def of(self, hashes: Iterable[str]) -> dict[str, Check]:
        """What is known of files by SHA-256; those never judged are left out."""
        wanted = select(SignatureCheck).where(SignatureCheck.sha256.in_(set(hashes)))
        return {row.sha256: _check(row) for row in self._session.scalars(wanted)}

    def judge(self, body: bytes) -> Check:
        """What the signatures of these bytes say; judged anew only by another list of authorities."""
        sha256, trust = hashlib.sha256(body).hexdigest(), self._trust()
        row = self._session.get(SignatureCheck, sha256)
        if row is not None and row.trust == trust.fingerprint:
            return _check(row)
        signatures, unreadable = self._seen.get(sha256) or _judged(body, trust, self._clock())
        fresh = SignatureCheck(
            sha256=sha256,
            trust=trust.fingerprint,
            signatures=[msgspec.to_builtins(signature) for signature in signatures],
            unreadable=unreadable,
            checked_at=self._clock(),
        )
        try:
            with self._session.begin_nested():
                return _check(self._session.merge(fresh))
        except IntegrityError:
            # Another transaction judged the same bytes at the same moment; what it says counts.
            return _check(self._session.get_one(SignatureCheck, sha256, populate_existing=True))


def with_signatures(session: Session, files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Files as an application lists them; signed ones with what their signatures said when they arrived."""
    listed = list(files)
    wanted = select(SignatureCheck).where(SignatureCheck.sha256.in_({file["sha256"] for file in listed}))
    found = {row.sha256: row.signatures for row in session.scalars(wanted) if row.signatures}
    return [
        file | ({"signatures": found[file["sha256"]]} if file["sha256"] in found else {}) for file in listed
    ]


def _judged(body: bytes, trust: TrustList, at: datetime) -> Seen:
    try:
        return verify_apart(body, trust, at), None
    except Unreadable as error:
        return [], error.why


def _check(row: SignatureCheck) -> Check:
    found = tuple(msgspec.convert(one, Signature) for one in row.signatures)
    return Check(found, cast("Why | None", row.unreadable), row.checked_at)
