"""What somebody must know besides a code to follow a dossier without signing in, kept as keyed digests."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from uuid import UUID

from app.db.encryption import Keyring, keyring

SHORT = 4
DIGEST = 16
_COUNTRY_CODE = "84"
_INTERNATIONAL_LENGTH = 11


def fact_digest(dossier_id: UUID, number: str | None) -> bytes | None:
    """32 bytes for an ID number or phone: a digest of its last four characters, then one of the whole.

    None for a number with fewer than four letters and digits. The dossier's id is the salt, so that the same
    number looks different in every dossier.
    """
    return salted_digest(facts_key(), dossier_id.bytes, number)


def facts_key() -> bytes:
    """The key of every digest here, for `salted_digest`; none of the keys that encrypt."""
    return _key(keyring())


def salted_digest(key: bytes, salt: bytes, number: str | None) -> bytes | None:
    """`fact_digest` for whoever makes thousands and has the key and the id's 16 bytes at hand."""
    plain = plain_number(number) if number else ""
    if len(plain) < SHORT:
        return None
    return _digest(key, salt, plain[-SHORT:]) + _digest(key, salt, f"whole {plain}")


def said_digests(dossier_id: UUID, said: str) -> tuple[bytes, bytes]:
    """The 16-byte digests of what somebody says: taken as the last four, and taken as the whole number."""
    plain, key, salt = plain_number(said), facts_key(), dossier_id.bytes
    return _digest(key, salt, plain), _digest(key, salt, f"whole {plain}")


def plain_number(number: str) -> str:
    """Letters and digits only, in capitals; a phone number with Vietnam's country code begins with 0."""
    plain = number.upper()
    if not (plain.isascii() and plain.isalnum()):
        plain = "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
    if len(plain) == _INTERNATIONAL_LENGTH and plain.startswith(_COUNTRY_CODE):
        return f"0{plain[len(_COUNTRY_CODE) :]}"
    return plain


def _digest(key: bytes, salt: bytes, text: str) -> bytes:
    # BLAKE2b (RFC 7693) takes key and salt itself: one pass where an HMAC needs two.
    return hashlib.blake2b(text.encode(), digest_size=DIGEST, key=key, salt=salt).digest()


@lru_cache(maxsize=4)
def _key(ring: Keyring) -> bytes:
    return bytes.fromhex(ring.index("dossier facts"))
