"""Encrypt a push message for one browser (RFC 8291 over RFC 8188), and say who sends it (RFC 8292)."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

from app.kept_secrets import kept_secret

_RECORD = 4096
_TOKEN_LIVES_S = 12 * 3600


class VapidKey:
    """The portal's key towards push services: 32 bytes of a P-256 private key in base64url."""

    def __init__(self, text: str) -> None:
        """Raises `ValueError` when the text is no such key."""
        raw = from_base64url(text)
        if len(raw) != 32:
            raise ValueError("a VAPID key is 32 bytes in base64url")
        self._private = ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
        self.public = to_base64url(_point(self._private.public_key()))

    @staticmethod
    def fresh() -> str:
        """A new key as text."""
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        return to_base64url(number.to_bytes(32, "big"))

    def authorization(self, origin: str, contact: str, now: float) -> str:
        """The `Authorization` header for a push service's origin, good for twelve hours."""
        claims = {"aud": origin, "exp": int(now) + _TOKEN_LIVES_S, "sub": contact}
        token = jwt.encode({"alg": "ES256", "typ": "JWT"}, claims, ECKey.import_key(self._private))
        return f"vapid t={token}, k={self.public}"


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """What is fresh in every message; tests of the standard's own example bring theirs."""

    private: ec.EllipticCurvePrivateKey
    salt: bytes

    @classmethod
    def new(cls) -> Ephemeral:
        """A new key and salt."""
        return cls(ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16))


def kept_key(file: Path) -> str:
    """The key in a file, made at the first call."""
    return kept_secret(file, lambda: VapidKey.fresh().encode("ascii")).decode("ascii")


def encrypt(plain: bytes, p256dh: str, auth: str, fresh: Ephemeral | None = None) -> bytes:
    """The body of a push message in one `aes128gcm` record; raises `ValueError` for keys that are none."""
    fresh = fresh or Ephemeral.new()
    theirs = browser_key(p256dh)
    ours_point, theirs_point = _point(fresh.private.public_key()), _point(theirs)
    shared = fresh.private.exchange(ec.ECDH(), theirs)
    info = b"WebPush: info\0" + theirs_point + ours_point
    secret = _derive(shared, from_base64url(auth), info, 32)
    key = _derive(secret, fresh.salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(secret, fresh.salt, b"Content-Encoding: nonce\0", 12)
    header = fresh.salt + _RECORD.to_bytes(4, "big") + bytes([len(ours_point)]) + ours_point
    return header + AESGCM(key).encrypt(nonce, plain + b"\x02", None)


def browser_key(p256dh: str) -> ec.EllipticCurvePublicKey:
    """A browser's public key; raises `ValueError` when it is no point of P-256."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(p256dh))


def from_base64url(text: str) -> bytes:
    """The bytes; raises `ValueError`."""
    padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
    return base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)


def to_base64url(raw: bytes) -> str:
    """The text without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
