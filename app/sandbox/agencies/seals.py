"""The agencies' electronic seals: an authority of the sandbox's own, and a certificate for every agency.

The authority's certificate lies in `authority/sandbox-ca.pem` of the data folder and is published at
`/trust/sandbox-ca.pem`; who lists it as trusted sees the results' signatures as good.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

AUTHORITY = "Cơ quan chứng thực thử nghiệm"
VALID = timedelta(days=10 * 365)
SKEW = timedelta(days=1)
PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Holder:
    """A key with its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def certificate_pem(self) -> bytes:
        """The certificate as PEM."""
        return self.certificate.public_bytes(PEM)

    @property
    def key_pem(self) -> bytes:
        """The private key as PEM, in the clear."""
        secret = serialization.NoEncryption()
        return self.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, secret)


class Seals:
    """Signs PDFs in the name of an agency (PAdES B-B, ETSI EN 319 142-1)."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._authority = self._kept("sandbox-ca", lambda: _issue(AUTHORITY, None, now))

    @property
    def authority_pem(self) -> bytes:
        """The certificate by which every seal can be checked."""
        return self._authority.certificate_pem

    def sign(self, pdf: bytes, agency: str, now: datetime) -> bytes:
        """The PDF with the agency's seal; the agency's certificate is issued at its first."""
        name = hashlib.sha256(agency.encode()).hexdigest()[:16]
        seal = self._kept(name, lambda: _issue(agency, self._authority, now))
        known = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library has no types here
        known.register(next(load_certs_from_pemder_data(self.authority_pem)))
        signer = signers.SimpleSigner(
            signing_cert=next(load_certs_from_pemder_data(seal.certificate_pem)),
            signing_key=load_private_key_from_pemder_data(seal.key_pem, passphrase=None),
            cert_registry=known,
        )
        wanted = signers.PdfSignatureMetadata(
            field_name="Seal", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=agency
        )
        out = _DatedSigner(wanted, signer, now).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
        return bytes(out.getvalue())

    def _kept(self, name: str, issue: Callable[[], Holder]) -> Holder:
        """What lies in the folder under this name, or a new one that is put there."""
        path = self._folder / f"{name}.pem"
        secret = self._folder / f"{name}.key"
        if not path.exists():
            holder = issue()
            secret.write_bytes(holder.key_pem)
            secret.chmod(0o600)
            path.write_bytes(holder.certificate_pem)
        key = serialization.load_pem_private_key(secret.read_bytes(), password=None)
        return Holder(
            cast(ec.EllipticCurvePrivateKey, key), x509.load_pem_x509_certificate(path.read_bytes())
        )


class _DatedSigner(signers.PdfSigner):
    """Dates the signature by the sandbox's clock."""

    def __init__(self, wanted: signers.PdfSignatureMetadata, signer: signers.Signer, now: datetime) -> None:
        super().__init__(wanted, signer=signer)
        self._now = now

    def init_signing_session(self, *arguments: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self._now
        return session


def _issue(name: str, authority: Holder | None, now: datetime) -> Holder:
    """A certificate in this name; the authority's own when none is given."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate.subject if authority else _called(name)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_called(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=authority is None, path_length=None), critical=True)
        .add_extension(_usage(authority is None), critical=True)
    )
    return Holder(key, builder.sign(authority.key if authority else key, hashes.SHA256()))


def _called(name: str) -> x509.Name:
    # A common name has at most 64 characters (RFC 5280, ub-common-name).
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
