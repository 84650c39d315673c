"""Signatures in PDF files (PAdES, ETSI EN 319 142-1): who signed, when, and whether anything changed since.

Pure: reads bytes and a list of trusted certificates, asks nobody on the network. Whether a certificate was
revoked is therefore judged only by what the file itself carries.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, Literal

import msgspec
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor

_MOST_SIGNATURES = 20
_RANGE = b"/ByteRange"
_CHUNK = 256 * 1024
_JUDGEMENT = b"2|"  # another number when the same file may be judged otherwise
_LATER_SIGNATURES = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)

# The library reads objects only when they are needed and trusts their kinds, so hostile bytes show as any of
# these. Anything else, such as an event loop that already runs in this thread, is a fault of ours.
_MALFORMED = (
    PdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
)


class Unreadable(ValueError):
    """The file's signatures cannot be judged: it is no readable PDF, or it is locked by a password."""

    def __init__(self, why: Literal["broken", "locked"]) -> None:
        super().__init__(why)
        self.why = why


class Signature(msgspec.Struct, frozen=True):
    """One signature.

    `who` is the name in the signer's certificate, `when` the time the signer claims; `intact` whether what
    was signed is unchanged, `whole_document` whether nothing but further signatures was added since,
    `trusted` whether a trusted authority vouches for the certificate, `official` whether that authority
    serves only bodies whose electronic papers stand for the paper ones.
    """

    who: str
    when: datetime | None
    intact: bool
    whole_document: bool
    trusted: bool
    official: bool = False

    @property
    def good(self) -> bool:
        """Whether the document is what a trusted signer signed."""
        return self.intact and self.whole_document and self.trusted


@dataclass(frozen=True, slots=True)
class TrustList:
    """The certificates of the authorities whose signatures count; `official` ones also certify papers."""

    anchors: tuple[Certificate, ...] = ()
    official: tuple[Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Another one for every other set of authorities or way of judging, in hexadecimal."""
        lists = (self.anchors, self.official) if self.official else (self.anchors,)
        known = _JUDGEMENT + b"|".join(
            b"".join(sorted(anchor.sha256 for anchor in anchors)) for anchors in lists
        )
        return hashlib.sha256(known).hexdigest()

    @property
    def roots(self) -> list[Certificate]:
        """Every authority that is trusted."""
        return [*self.anchors, *self.official]

    def certifies(self, root: Certificate) -> bool:
        """Whether this authority is one of the official ones."""
        return any(root.sha256 == anchor.sha256 for anchor in self.official)

    @classmethod
    def of(cls, pems: Iterable[bytes], official: Iterable[bytes] = ()) -> TrustList:
        """The certificates in PEM texts; raises `ValueError` when one is none."""
        return cls(_certificates(pems), _certificates(official))

    @classmethod
    def of_der(cls, anchors: Iterable[bytes], official: Iterable[bytes] = ()) -> TrustList:
        """The certificates in DER."""
        return cls(tuple(map(Certificate.load, anchors)), tuple(map(Certificate.load, official)))

    @classmethod
    def read(cls, path: Path | None, official: Path | None = None) -> TrustList:
        """One PEM file each, or every `*.pem` of a folder; nobody is trusted where there is none."""
        return cls.of(_pems(path), _pems(official))


def may_be_signed(stream: IO[bytes]) -> bool:
    """Whether a PDF can carry a signature at all, without reading it whole: each one names its byte range."""
    stream.seek(0)
    kept = b""
    while chunk := stream.read(_CHUNK):
        if _RANGE in kept + chunk:
            return True
        kept = chunk[-len(_RANGE) :]
    return False


def verify(pdf: bytes, trust: TrustList, at: datetime) -> list[Signature]:
    """Every signature in the order they were made; none for an unsigned PDF. Raises `Unreadable`.

    `at` is the moment at which certificates must be valid; verify when a file arrives and keep the answer.
    """
    reader = _reader(pdf)
    try:
        signatures = list(reader.embedded_regular_signatures)[:_MOST_SIGNATURES]
        signed = frozenset(one.field_name for one in signatures)
        return [_judged(signature, trust, at, signed) for signature in signatures]
    except _MALFORMED as error:
        raise Unreadable("broken") from error


def _reader(pdf: bytes) -> PdfFileReader:
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        locked = reader.encrypted
    except _MALFORMED as error:
        raise Unreadable("broken") from error
    if locked:
        raise Unreadable("locked")
    return reader


def _judged(signature: Any, trust: TrustList, at: datetime, signed: frozenset[str]) -> Signature:
    context = partial(ValidationContext, allow_fetching=False, moment=at, revocation_mode="soft-fail")
    status = validate_pdf_signature(signature, context(trust_roots=trust.roots))
    return Signature(
        who=_name(signature.signer_cert),
        when=status.signer_reported_dt,
        intact=status.intact and status.valid,
        whole_document=_whole(status, signed),
        trusted=status.trusted,
        official=status.trusted and _official(status, trust),
    )


def _whole(status: PdfSignatureStatus, signed: frozenset[str]) -> bool:
    """Also a field that is filled in later, or drawn over the page and left unsigned, is no signature."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    added = status.diff_result
    return bool(
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.docmdp_ok
        and isinstance(added, DiffResult)
        and added.modification_level in _LATER_SIGNATURES
        and added.changed_form_fields <= signed
    )


def _official(status: PdfSignatureStatus, trust: TrustList) -> bool:
    anchor = status.validation_path.trust_anchor if status.validation_path else None
    return isinstance(anchor, CertTrustAnchor) and trust.certifies(anchor.certificate)


def _name(certificate: Certificate) -> str:
    """The organisation, and the person or seal where it is another name."""
    names = certificate.subject.native
    found = dict.fromkeys(str(names[key]) for key in ("common_name", "organization_name") if key in names)
    return ", ".join(found) or certificate.subject.human_friendly


def _pems(path: Path | None) -> list[bytes]:
    if path is None or not path.exists():
        return []
    files = sorted(path.glob("*.pem")) if path.is_dir() else [path]
    return [file.read_bytes() for file in files]


def _certificates(pems: Iterable[bytes]) -> tuple[Certificate, ...]:
    found = [certificate for pem in pems for certificate in load_pem_x509_certificates(pem)]
    return tuple(Certificate.load(_der(certificate)) for certificate in found)


def _der(certificate: Any) -> bytes:
    return bytes(certificate.public_bytes(Encoding.DER))
