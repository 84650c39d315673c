"""Signing a PDF with a key that is elsewhere: prepared here, signed there, completed here (PAdES B-B).

The key's holder sees only the hash of the signed attributes (RFC 5652 section 5.4), never the document.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from asn1crypto.cms import CMSAttributes
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

SHA256_OID = "2.16.840.1.101.3.4.2.1"
_DIGEST = "sha256"
_LONGEST_SIGNATURE = 512


class Prepared(msgspec.Struct, frozen=True):
    """A PDF that waits for its signature; everything needed to complete it, and nothing secret.

    `pdf` has a hole from `start` to `end`; `chain` are DER certificates, the signer's first.
    """

    pdf: bytes
    digest: bytes
    start: int
    end: int
    attributes: bytes
    chain: tuple[bytes, ...]

    @property
    def to_sign(self) -> bytes:
        """The SHA-256 that the key must sign."""
        return hashlib.sha256(self.attributes).digest()


@dataclass(frozen=True, slots=True)
class About:
    """What a signature says of itself; `at` is the moment the signer claims."""

    field: str
    name: str
    reason: str
    at: datetime


def prepare(pdf: bytes, chain: tuple[bytes, ...], about: About) -> Prepared:
    """Leave room for a signature and work out what is to be signed; raises `ValueError` for a bad chain."""
    return asyncio.run(_prepare(pdf, chain, about))


def complete(prepared: Prepared, signature: bytes) -> bytes:
    """The signed PDF; whether the signature is right is for `signatures.verify` to say.

    Raises `ValueError` for one that is longer than the room that was left.
    """
    try:
        return asyncio.run(_complete(prepared, signature))
    except SigningError as error:
        raise ValueError("the signature does not fit") from error


class DatedSigner(signers.PdfSigner):
    """Dates the signature by the portal's clock."""

    def __init__(self, about: About, signer: signers.Signer) -> None:
        wanted = signers.PdfSignatureMetadata(
            field_name=about.field,
            md_algorithm=_DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            name=about.name,
            reason=about.reason,
        )
        super().__init__(wanted, signer=signer)
        self._now = about.at

    def init_signing_session(self, *arguments: Any, **options: Any) -> PdfSigningSession:
        """The library's session, its clock replaced."""
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self._now
        return session


def registry(chain: tuple[bytes, ...]) -> SimpleCertificateStore:
    """The certificates above the signer's, to be put into the signature."""
    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library has no types here
    for certificate in chain[1:]:
        known.register(Certificate.load(certificate))
    return known


async def _prepare(pdf: bytes, chain: tuple[bytes, ...], about: About) -> Prepared:
    signer = _external(chain, None)
    dated = DatedSigner(about, signer)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    reserved, _document, out = await dated.async_digest_doc_for_signing(writer)
    attributes = await signer.signed_attrs(reserved.document_digest, _DIGEST, use_pades=True)
    out.seek(0)
    return Prepared(
        pdf=out.read(),
        digest=reserved.document_digest,
        start=reserved.reserved_region_start,
        end=reserved.reserved_region_end,
        attributes=attributes.dump(),
        chain=chain,
    )


async def _complete(prepared: Prepared, signature: bytes) -> bytes:
    signer = _external(prepared.chain, signature)
    attributes = CMSAttributes.load(prepared.attributes)
    container = await signer.async_sign_prescribed_attributes(_DIGEST, signed_attrs=attributes)
    out = io.BytesIO(prepared.pdf)
    reserved = PreparedByteRangeDigest(prepared.digest, prepared.start, prepared.end)
    reserved.fill_with_cms(out, container)
    return out.getvalue()


def _external(chain: tuple[bytes, ...], signature: bytes | None) -> signers.ExternalSigner:
    if not chain:
        raise ValueError("a signature needs the signer's certificate")
    return signers.ExternalSigner(
        signing_cert=Certificate.load(chain[0]),
        cert_registry=registry(chain),
        signature_value=signature or _LONGEST_SIGNATURE,
    )
