"""Is this receipt genuine? Compares what somebody holds with what was issued; keeps nothing of it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, ClassVar, Literal

import msgspec
from pyhanko.pdf_utils.reader import PdfFileReader

from app.clock import Clock
from app.errors import NotFound
from app.features.applications.sending.receipt_book import Receipt, ReceiptBook, digest
from app.features.catalogue.service import CatalogueService
from app.papers.apart import verify_apart
from app.papers.seal import NotOurs, Seal, read_token
from app.papers.signatures import Unreadable
from app.texts import Text

Compared = Literal["receipt", "other_receipt", "altered", "manifest", "file", "arrived", "nothing"]

_CHUNK = 1024 * 1024
_LONGEST_MANIFEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Genuine:
    """What may be said of a receipt to anybody: no name, no dossier, no file name."""

    number: str
    issued_at: datetime
    procedure: str
    name: Text | None
    form: str
    version: int
    files: int
    acknowledged_at: datetime | None
    arrived: int


class UnknownReceipt(NotFound):
    """No receipt was issued under this `number`."""

    template: ClassVar[str] = "verification/unknown.html"

    def __init__(self, number: str) -> None:
        super().__init__(f"no receipt {number}")
        self.number = number


class Verification:
    """Answers whoever holds a receipt's number; reads only."""

    def __init__(self, book: ReceiptBook, catalogue: CatalogueService, seal: Seal, clock: Clock) -> None:
        self._book = book
        self._catalogue = catalogue
        self._seal = seal
        self._clock = clock

    def receipt(self, number: str) -> Genuine:
        """What is known under this number; raises `UnknownReceipt`."""
        found = self._found(number)
        code = found.manifest["procedure"]
        return Genuine(
            number=found.number,
            issued_at=found.issued_at,
            procedure=code,
            name=self._catalogue.names([code]).get(code),
            form=found.manifest["definition"]["id"],
            version=found.manifest["definition"]["version"],
            files=sum(len(one.files) for one in found.filing),
            acknowledged_at=found.acknowledged_at,
            arrived=sum(len(one.arrived) for one in found.filing),
        )

    def token(self, number: str, token: str) -> bool:
        """Whether the portal has signed this token, for this receipt."""
        try:
            return read_token(token, self._seal.published).get("r") == number
        except NotOurs:
            return False

    def compare(self, number: str, stream: IO[bytes]) -> Compared:
        """What a file is to the receipt: itself, its manifest, one of its files, or nothing of these."""
        found = self._found(number)
        named = _named(stream)
        listed = [(one, file) for one in found.filing for file in one.files if file["sha256"] == named]
        if listed:
            return "arrived" if all(file["id"] in one.arrived for one, file in listed) else "file"
        body = stream.read()
        return self._pdf(found, body) if body.startswith(b"%PDF-") else self._manifest(found, body)

    def _found(self, number: str) -> Receipt:
        found = self._book.find(number)
        if found is None:
            raise UnknownReceipt(number)
        return found

    def _pdf(self, found: Receipt, pdf: bytes) -> Compared:
        try:
            signatures = verify_apart(pdf, self._seal.trust, self._clock())
        except Unreadable:
            return "nothing"
        if not any(one.trusted for one in signatures):
            return "altered" if _reason(pdf) == found.number else "nothing"
        if not all(one.good for one in signatures):
            return "altered"
        return "receipt" if _reason(pdf) == found.number else "other_receipt"

    def _manifest(self, found: Receipt, body: bytes) -> Compared:
        try:
            given = msgspec.json.decode(body[:_LONGEST_MANIFEST], type=dict[str, Any])
            manifest = given.get("manifest", given)
            if not isinstance(manifest, dict) or "receipt_number" not in manifest:
                return "nothing"
            if manifest["receipt_number"] != found.number:
                return "other_receipt"
            same = digest(manifest) == digest(found.manifest)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            return "nothing"
        told = given.get("acknowledgement")
        return "manifest" if same and told in (None, found.acknowledgement) else "altered"


def _named(stream: IO[bytes]) -> str:
    hashed = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        hashed.update(chunk)
    stream.seek(0)
    return hashed.hexdigest()


def _reason(pdf: bytes) -> str | None:
    """The receipt's number, which the seal signs as its reason."""
    seals = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures
    return str(seals[-1].sig_object.get("/Reason")) if seals else None
