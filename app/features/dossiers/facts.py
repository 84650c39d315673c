"""What somebody must know besides a code to follow a dossier without signing in, kept as keyed digests."""

from __future__ import annotations

from uuid import UUID

from app.db.encryption import keyring

SHORT = 4
DIGEST = 16
_COUNTRY_CODE = "84"
_INTERNATIONAL_LENGTH = 11


def fact_digest(dossier_id: UUID, number: str | None) -> bytes | None:
    """32 bytes for an ID number or phone: a digest of its last four characters, then one of the whole.

    None for a number with fewer than four letters and digits. The dossier's id is the salt, so that the same
    number looks different in every dossier.
    """
    plain = plain_number(number or "")
    if len(plain) < SHORT:
        return None
    return _digest(dossier_id, plain[-SHORT:]) + _digest(dossier_id, f"whole {plain}")


def said_digests(dossier_id: UUID, said: str) -> tuple[bytes, bytes]:
    """The 16-byte digests of what somebody says: taken as the last four, and taken as the whole number."""
    plain = plain_number(said)
    return _digest(dossier_id, plain), _digest(dossier_id, f"whole {plain}")


def plain_number(number: str) -> str:
    """Letters and digits only, in capitals; a phone number with Vietnam's country code begins with 0."""
    plain = number.upper()
    if not (plain.isascii() and plain.isalnum()):
        plain = "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
    if len(plain) == _INTERNATIONAL_LENGTH and plain.startswith(_COUNTRY_CODE):
        return f"0{plain[len(_COUNTRY_CODE) :]}"
    return plain


def _digest(dossier_id: UUID, text: str) -> bytes:
    return bytes.fromhex(keyring().index(f"dossier fact {dossier_id.hex} {text}"))[:DIGEST]
