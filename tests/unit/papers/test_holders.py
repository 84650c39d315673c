"""Whose a certificate is."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from app.papers.holders import id_number
from tests.support.clock import MONDAY_MORNING

NUMBER = "001190000011"


def certificate(*attributes):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(MONDAY_MORNING)
        .not_valid_after(MONDAY_MORNING + timedelta(days=1))
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        (NameOID.SERIAL_NUMBER, f"IDCVN-{NUMBER}"),
        (NameOID.SERIAL_NUMBER, f"PNOVN-{NUMBER}"),
        (NameOID.USER_ID, f"CCCD:{NUMBER}"),
    ],
)
def test_the_number_is_read_from_either_place(attribute, value):
    assert id_number(certificate((NameOID.COMMON_NAME, "Trần Thị Bình"), (attribute, value))) == NUMBER


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        (NameOID.COMMON_NAME, NUMBER),
        (NameOID.SERIAL_NUMBER, f"IDCDE-{NUMBER}"),
        (NameOID.SERIAL_NUMBER, f"IDCVN-{NUMBER}0"),
        (NameOID.SERIAL_NUMBER, "TAXVN-0100109106"),
        (NameOID.USER_ID, "MST:0100109106"),
    ],
)
def test_other_names_and_numbers_are_no_id_number(attribute, value):
    assert id_number(certificate((attribute, value))) is None


def test_what_is_no_certificate_names_nobody():
    assert id_number(b"") is None
    assert id_number(b"no certificate") is None
