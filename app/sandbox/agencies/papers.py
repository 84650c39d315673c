"""Applications as PDF: who signed them, judged by the authorities this side trusts."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import msgspec
from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.sandbox.agencies.shelf import Shelf

# The library reads objects only when they are needed and trusts their kinds, so a damaged or hostile file
# shows as any of these. Anything else is a fault of this side and must be seen as one.
MALFORMED = (PdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


class Signed(msgspec.Struct, frozen=True):
    """One signature: by whom, when, and whether it is good."""

    who: str
    when: str | None
    good: bool


class Papers:
    """Reads the signatures of papers on the shelf."""

    def __init__(self, shelf: Shelf, authority_pem: bytes) -> None:
        self._shelf = shelf
        self._roots: list[Certificate] = list(load_certs_from_pemder_data(authority_pem))

    def signatures(self, sha256: str, now: datetime) -> list[Signed]:
        """Every signature; none for a file that cannot be read as PDF."""
        content = self._shelf.path(sha256).read_bytes()
        try:
            found = list(PdfFileReader(io.BytesIO(content)).embedded_regular_signatures)
            return [self._judged(one, now) for one in found]
        except MALFORMED:
            return []

    def _judged(self, signature: Any, now: datetime) -> Signed:
        context = ValidationContext(trust_roots=self._roots, allow_fetching=False, moment=now)
        status = validate_pdf_signature(signature, context)
        told = status.signer_reported_dt
        return Signed(
            who=str(signature.signer_cert.subject.native.get("common_name", "")),
            when=told.isoformat() if told else None,
            good=bool(status.bottom_line),
        )
