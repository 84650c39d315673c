"""The receipt number a person gets at once: says nothing of them and cannot be guessed."""

from __future__ import annotations

import secrets
from datetime import datetime

from stdnum.iso7064 import mod_37_36

from app.clock import VIETNAM

# Without I, L, O and U, which are misread from paper (Crockford's base 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM = 9


def receipt_number(now: datetime) -> str:
    """`CDV-261122-7K3M9-QXZ4A`: the day in Vietnam, 45 random bits, a check sign (ISO 7064 mod 37-36)."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    check = mod_37_36.calc_check_digit(signs)
    while check not in _ALPHABET:
        signs = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
        check = mod_37_36.calc_check_digit(signs)
    return f"CDV-{now.astimezone(VIETNAM):%y%m%d}-{signs[:5]}-{signs[5:]}{check}"
