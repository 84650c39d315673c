"""What people copy from a receipt to name a dossier: the agency's code, or the portal's receipt number."""

from __future__ import annotations

import re
import unicodedata

from app.dossier_codes import LONGEST, read_dossier_code

_RECEIPT = re.compile(r"CDV([0-9]{6})([0-9A-Z]{5})([0-9A-Z]{5})([2-9])?")
_LOOK_ALIKE = str.maketrans("OIL", "011")


def read_reference(text: str) -> str | None:
    """The code or receipt number `text` is, however it was copied; None when it is neither."""
    return read_dossier_code(text) or read_receipt_number(text)


def read_receipt_number(text: str) -> str | None:
    """The receipt number `text` is, as `CDV-261122-7K3M9-QXZ4A`; None when it is none.

    Receipt numbers hold no I, L, O or U, so what looks like one of the first three is a digit.
    """
    typed = unicodedata.normalize("NFKC", text[:LONGEST]).upper()
    letters = "".join(letter for letter in typed if letter.isascii() and letter.isalnum())
    match = _RECEIPT.fullmatch(letters[:3] + letters[3:].translate(_LOOK_ALIKE))
    return "CDV-" + "-".join(part for part in match.groups() if part) if match else None
