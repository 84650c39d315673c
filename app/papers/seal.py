"""The portal's own seal: signs PDFs (PAdES B-B) and short tokens (JWS, ES256) with one P-256 key.

A token fits into a QR code and is verified with nothing but the published key (`published`, RFC 7517).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self, cast

import msgspec
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from app.kept_secrets import kept_secret
from app.papers.remote_signing import About, DatedSigner, registry
from app.papers.signatures import TrustList

_ALGORITHM = "ES256"
_VALID = timedelta(days=10 * 365)
_NAME = "Cổng Dịch vụ công quốc gia"


class NotOurs(ValueError):
    """A token that no published key vouches for, or that says nothing that can be read."""


@dataclass(frozen=True)
class Seal:
    """A private key with its certificate chain, and the certificates of seals used before."""

    key: ec.EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...]
    earlier: tuple[x509.Certificate, ...] = ()

    @classmethod
    def read(cls, paths: Iterable[Path]) -> Self:
        """PEM files, newest first: a key with its certificates; of later files only certificates count.

        Raises `ValueError` when a file is no such thing, the key not P-256 or not that of the certificate.
        """
        first, *older = [path.read_bytes() for path in paths]
        key = load_pem_private_key(first, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("the seal's key is not a P-256 key")
        chain = tuple(x509.load_pem_x509_certificates(first))
        if chain[0].public_key() != key.public_key():
            raise ValueError("the seal's first certificate is not that of its key")
        earlier = tuple(certificate for pem in older for certificate in x509.load_pem_x509_certificates(pem))
        return cls(key, chain, earlier)

    @property
    def published(self) -> dict[str, Any]:
        """The JWK set by which anybody verifies tokens; `x5c` is the certificate PDFs are sealed with."""
        return {"keys": [_jwk(certificate) for certificate in (self.chain[0], *self.earlier)]}

    @property
    def trust(self) -> TrustList:
        """Who lists these certificates as trusted sees the portal's seals as good."""
        return TrustList.of(one.public_bytes(Encoding.PEM) for one in (*self.chain, *self.earlier))

    def sign(self, pdf: bytes, *, reason: str, at: datetime) -> bytes:
        """The PDF with the seal, dated `at`; `reason` can be read from it again."""
        chain = tuple(certificate.public_bytes(Encoding.DER) for certificate in self.chain)
        signer = signers.SimpleSigner(
            signing_cert=Certificate.load(chain[0]),
            signing_key=load_private_key_from_pemder_data(_secret(self.key), passphrase=None),
            cert_registry=registry(chain),
        )
        dated = DatedSigner(About("Seal", _NAME, reason, at), signer)
        return bytes(dated.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf))).getvalue())

    def token(self, claims: Mapping[str, Any]) -> str:
        """A compact JWS (RFC 7515) over the claims, keys sorted."""
        key = ECKey.import_key(_secret(self.key))
        header = {"alg": _ALGORITHM, "kid": _kid(self.chain[0])}
        return jws.serialize_compact(header, msgspec.json.encode(claims, order="sorted"), key)


def read_token(token: str, published: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of a token, verified with a published JWK set; raises `NotOurs`."""
    keys = KeySet.import_key_set(cast(Any, dict(published)))
    try:
        found = jws.deserialize_compact(token.encode(), keys, algorithms=[_ALGORITHM])
        return msgspec.json.decode(found.payload, type=dict[str, Any])
    except (JoseError, ValueError) as error:
        raise NotOurs("no published key has signed this") from error


def kept_seal(path: Path, now: datetime) -> Path:
    """A file with a key and its own certificate, made when there is none yet: for development."""
    kept_secret(path, lambda: _made(now.astimezone(UTC)))
    return path


def _made(now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return _secret(key) + _self_signed(key, now).public_bytes(Encoding.PEM)


def _self_signed(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + _VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def _jwk(certificate: x509.Certificate) -> dict[str, Any]:
    der = certificate.public_bytes(Encoding.DER)
    public = ECKey.import_key(certificate.public_key()).as_dict(private=False)  # type: ignore[arg-type]  # checked when read
    return {
        **public,
        "kid": _kid(certificate),
        "use": "sig",
        "alg": _ALGORITHM,
        "x5c": [base64.b64encode(der).decode()],
    }


def _kid(certificate: x509.Certificate) -> str:
    """The start of the key's thumbprint (RFC 7638): short, because it goes into every QR code."""
    key = ECKey.import_key(certificate.public_key())  # type: ignore[arg-type]  # checked when read
    return str(key.thumbprint())[:8]


def _secret(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
