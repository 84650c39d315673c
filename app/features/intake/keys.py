"""The keys agencies sign with, and the nonces they have used."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, Invalid
from app.features.intake.models import AgencyKey, HookNonce
from app.features.intake.signatures import ALGORITHMS, ED25519, WINDOW, VerifyingKey

_SHORTEST_SECRET = 32


class AgencyKeys:
    """Keys and nonces; commits each call."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, key_id: str, agency: str, algorithm: str, material: str) -> None:
        """Let an agency sign with one more key; raises `Invalid` for a key that is none, `Conflict`.

        The same key again changes nothing, also when it has ended.
        """
        _check(key_id, algorithm, material)
        known = self._session.get(AgencyKey, key_id)
        if known is not None:
            if (known.agency, known.algorithm, known.material) == (agency, algorithm, material):
                return
            raise Conflict("a key is never replaced under its id; add another and end this one")
        key = AgencyKey(key_id=key_id, agency=agency, algorithm=algorithm, material=material)
        key.valid_from = self._clock()
        self._session.add(key)
        self._session.commit()

    def end(self, key_id: str, after: timedelta = timedelta()) -> None:
        """Stop accepting a key, at once or after a while in which its successor takes over."""
        self._session.get_one(AgencyKey, key_id).valid_until = self._clock() + after
        self._session.commit()

    def find(self, key_id: str) -> VerifyingKey | None:
        """The key when it may be used now."""
        key, now = self._session.get(AgencyKey, key_id), self._clock()
        if key is None or now < key.valid_from or (key.valid_until is not None and now >= key.valid_until):
            return None
        return VerifyingKey(key.key_id, key.agency, key.algorithm, key.material)

    def all(self) -> list[AgencyKey]:
        """Every key there ever was, by agency."""
        return list(self._session.scalars(select(AgencyKey).order_by(AgencyKey.agency, AgencyKey.valid_from)))

    def use_nonce(self, key_id: str, nonce: str) -> bool:
        """Mark a nonce as used; false when it was used before. Two at once: one of them."""
        try:
            self._session.add(HookNonce(key_id=key_id, nonce=nonce, seen_at=self._clock()))
            self._session.commit()
        except IntegrityError:
            self._session.rollback()
            return False
        return True

    def forget_nonces(self) -> int:
        """Delete nonces whose signatures are too old to be accepted anyway."""
        # Twice the window on either side: a signature may be created up to five minutes in the future.
        before: datetime = self._clock() - 4 * WINDOW
        gone = self._session.execute(delete(HookNonce).where(HookNonce.seen_at < before))
        self._session.commit()
        return int(gone.rowcount)  # type: ignore[attr-defined]  # a DELETE has it


def _check(key_id: str, algorithm: str, material: str) -> None:
    if not 1 <= len(key_id) <= 80 or not key_id.isascii() or algorithm not in ALGORITHMS:
        raise Invalid("a key id has 1 to 80 ASCII characters; algorithms are ed25519 and hmac-sha256")
    try:
        raw = base64.b64decode(material, validate=True)
        if algorithm == ED25519:
            Ed25519PublicKey.from_public_bytes(raw)
        elif len(raw) < _SHORTEST_SECRET:
            raise ValueError("too short")
    except (binascii.Error, ValueError) as error:
        raise Invalid("not a key: 32 bytes of an Ed25519 public key, or a secret of 32 or more") from error
