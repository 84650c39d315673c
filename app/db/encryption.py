"""Encryption at rest with rotating keys, and blind indexes for values that must be found again."""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_KEY_ID = 4
_TAG = 16
_BLOCK, _INNER, _OUTER = 64, 0x36, 0x5C
OVERHEAD = _KEY_ID + _NONCE + _TAG
"""How many bytes longer a value is once encrypted."""


class Keyring:
    """AES-256-GCM under the newest key; older keys still decrypt (NIST SP 800-38D)."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        if not keys:
            raise ValueError("at least one encryption key is needed")
        self._newest = _key_id(keys[0])
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        # Derived from the oldest key so that adding a newer one keeps every index findable.
        index_key = hmac.digest(keys[-1], b"blind index", "sha256")
        self._index = (_begun(index_key, _INNER), _begun(index_key, _OUTER))

    def encrypt(self, plain: bytes) -> bytes:
        """Key id, nonce and ciphertext in one piece."""
        nonce = os.urandom(_NONCE)
        return self._newest + nonce + self._ciphers[self._newest].encrypt(nonce, plain, self._newest)

    def decrypt(self, stored: bytes) -> bytes:
        """The plain bytes; raises `ValueError` when no key fits or the value was altered."""
        key_id, nonce, body = stored[:_KEY_ID], stored[_KEY_ID : _KEY_ID + _NONCE], stored[_KEY_ID + _NONCE :]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise ValueError("stored under a key the portal no longer has")
        try:
            return cipher.decrypt(nonce, body, key_id)
        except InvalidTag as error:
            raise ValueError("a stored value was altered") from error

    def index(self, value: str) -> str:
        """A keyed digest by which an encrypted value can be looked up."""
        # HMAC-SHA-256 (RFC 2104) with the key's two blocks digested once: a third of the time of a whole one.
        inner, outer = (begun.copy() for begun in self._index)
        inner.update(value.encode())
        outer.update(inner.digest())
        return outer.hexdigest()


def _begun(key: bytes, pad: int) -> hashlib._Hash:
    return hashlib.sha256(bytes(byte ^ pad for byte in key.ljust(_BLOCK, b"\0")))


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"key id" + key).digest()[:_KEY_ID]


class _Installed:
    """Column types are declared before settings are known, so the keys arrive once, later."""

    keyring: Keyring | None = None


def install(keys: tuple[bytes, ...]) -> None:
    """Give the column types their keys; the factory calls this once."""
    _Installed.keyring = Keyring(keys)


def keyring() -> Keyring:
    """The installed keys; raises `RuntimeError` before `install`."""
    if _Installed.keyring is None:
        raise RuntimeError("encryption keys are not installed")
    return _Installed.keyring
