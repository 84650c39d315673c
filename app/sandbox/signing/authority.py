"""The signing provider's own authority, and a certificate for everybody with identity level 2.

The authority's certificate lies in `signing-ca.pem` of its folder; who lists it as trusted sees the people's
signatures as good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509.oid import NameOID

from app.sandbox.identity.people import Person, demo_people

NAME = "CA ký số từ xa thử nghiệm"
FILE = "signing-ca.pem"
LEVEL_NEEDED = 2
VALID = timedelta(days=3 * 365)
AUTHORITY_VALID = timedelta(days=10 * 365)
SKEW = timedelta(days=1)
PEM = serialization.Encoding.PEM
DER = serialization.Encoding.DER


@dataclass(frozen=True)
class Holder:
    """A key with its certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


class Authority:
    """Issues certificates to people and signs with their keys."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._root = self._kept(FILE.removesuffix(".pem"), lambda: _root(now))

    @property
    def pem(self) -> bytes:
        """The authority's own certificate."""
        return self._root.certificate.public_bytes(PEM)

    def credential_of(self, id_number: str) -> str | None:
        """The name of a person's certificate; none below identity level 2."""
        person = demo_people().get(id_number)
        return _credential(person) if person and person.identity_level >= LEVEL_NEEDED else None

    def owner(self, credential_id: str) -> Person | None:
        """Whose certificate this is."""
        people = (one for one in demo_people().values() if one.identity_level >= LEVEL_NEEDED)
        return next((one for one in people if _credential(one) == credential_id), None)

    def chain(self, person: Person, now: datetime) -> list[bytes]:
        """The person's certificate and the authority's, as DER."""
        holder = self._holder(person, now)
        return [one.certificate.public_bytes(DER) for one in (holder, self._root)]

    def sign(self, person: Person, digest: bytes, now: datetime) -> bytes:
        """The person's signature over a SHA-256 (ECDSA, RFC 5758)."""
        return self._holder(person, now).key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))

    def _holder(self, person: Person, now: datetime) -> Holder:
        return self._kept(_credential(person), lambda: _personal(person, self._root, now))

    def _kept(self, name: str, issue: Callable[[], Holder]) -> Holder:
        """What lies in the folder under this name, or a new one that is put there."""
        path, secret = self._folder / f"{name}.pem", self._folder / f"{name}.key"
        if not path.exists():
            holder = issue()
            secret.touch(mode=0o600)
            secret.write_bytes(
                holder.key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            )
            path.write_bytes(holder.certificate.public_bytes(PEM))
        key = serialization.load_pem_private_key(secret.read_bytes(), password=None)
        return Holder(
            cast(ec.EllipticCurvePrivateKey, key), x509.load_pem_x509_certificate(path.read_bytes())
        )


def _credential(person: Person) -> str:
    """A name that tells nobody whose it is."""
    return hashlib.sha256(f"credential-{person.id_number}".encode()).hexdigest()[:24]


def _root(now: datetime) -> Holder:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    builder = _builder(name, name, key, now, AUTHORITY_VALID, authority=True)
    return Holder(key, builder.sign(key, hashes.SHA256()))


def _personal(person: Person, root: Holder, now: datetime) -> Holder:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, person.name),
            # Natural persons are named by the number of their national paper (ETSI EN 319 412-1, 5.1.3).
            x509.NameAttribute(NameOID.SERIAL_NUMBER, f"IDCVN-{person.id_number}"),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        ]
    )
    builder = _builder(name, root.certificate.subject, key, now, VALID, authority=False)
    return Holder(key, builder.sign(root.key, hashes.SHA256()))


def _builder(
    name: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    valid: timedelta,
    *,
    authority: bool,
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
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
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(now + valid)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
