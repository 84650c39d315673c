"""Whose a certificate is, by the number of the holder's national paper."""

from __future__ import annotations

import re

from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.oid import NameOID

# A serial number as ETSI EN 319 412-1, 5.1.3, forms it, or the user id that Vietnamese authorities write.
_FORMS = (
    (NameOID.SERIAL_NUMBER, re.compile(r"(?:IDC|PNO)VN-(\d{12})")),
    (NameOID.USER_ID, re.compile(r"CCCD:(\d{12})")),
)


def id_number(certificate: bytes) -> str | None:
    """The ID number by which a DER certificate names its holder; None where there is no such name.

    Says nothing of whether the certificate can be trusted.
    """
    try:
        subject = load_der_x509_certificate(certificate).subject
    except ValueError:
        return None
    for name, form in _FORMS:
        for attribute in subject.get_attributes_for_oid(name):
            if found := form.fullmatch(str(attribute.value)):
                return found[1]
    return None
