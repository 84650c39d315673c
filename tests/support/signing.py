"""PDFs and those who sign them: an authority, a seal, and files in every state."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fpdf import FPDF
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    pdf_string,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.papers.remote_signing import About, DatedSigner
from tests.support.clock import MONDAY_MORNING

YEARS = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Authority:
    """Somebody who issues certificates."""

    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """The authority's own certificate."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


def make_authority(name: str = "CA thử nghiệm") -> Authority:
    """A root of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Authority(name, key, _certificate(name, key.public_key(), name, key, authority=True))


def sign(
    pdf: bytes,
    authority: Authority,
    *,
    name: str = "UBND phường Cửa Nam",
    field: str = "Seal",
    at: datetime = MONDAY_MORNING,
) -> bytes:
    """The PDF signed by somebody the authority vouches for (PAdES B-B)."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(name, key.public_key(), authority.name, authority.key, authority=False)
    pem, encoding = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(pem, encoding, serialization.NoEncryption())
    known = SimpleCertificateStore()
    known.register(next(load_certs_from_pemder_data(authority.pem)))
    signer = signers.SimpleSigner(
        signing_cert=next(load_certs_from_pemder_data(certificate.public_bytes(pem))),
        signing_key=load_private_key_from_pemder_data(secret, passphrase=None),
        cert_registry=known,
    )
    dated = DatedSigner(About(field, name, "Test", at), signer)
    out = dated.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    return bytes(out.getvalue())


def make_pdf(text: str = "Result") -> bytes:
    """A page with a few words."""
    sheet = FPDF()
    sheet.add_page()
    sheet.set_font("Helvetica", size=12)
    sheet.cell(text=text)
    return bytes(sheet.output())


def locked_pdf() -> bytes:
    """A PDF that needs a password."""
    sheet = FPDF()
    sheet.set_encryption(owner_password="owner", user_password="user")
    sheet.add_page()
    return bytes(sheet.output())


def added_to(pdf: bytes) -> bytes:
    """The PDF with its first page changed in a later revision, as an editor would save it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(90)
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_text_field(pdf: bytes, text: str) -> bytes:
    """The PDF with a field of a form, filled in."""
    return _revised(pdf, lambda writer, page: _draw(writer, page, "Holder", "/Tx", text))


def filled_in(pdf: bytes, text: str) -> bytes:
    """The PDF with another text in its first field, as a reader of forms would save it."""

    def change(writer: IncrementalPdfFileWriter, page: IndirectObject) -> None:
        field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
        field.get_object()[NameObject("/V")] = pdf_string(text)
        field.get_object()[NameObject("/AP")] = _picture(writer)
        writer.mark_update(field)

    return _revised(pdf, change)


def drawn_over(pdf: bytes) -> bytes:
    """The PDF with a box over its page that is made to be signed, and is not."""
    return _revised(pdf, lambda writer, page: _draw(writer, page, "Cover", "/Sig"))


def shown_otherwise(pdf: bytes) -> bytes:
    """The PDF with a picture over its page where its first signature had none."""

    def change(writer: IncrementalPdfFileWriter, page: IndirectObject) -> None:
        field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
        field.get_object()[NameObject("/Rect")] = _numbers(0, 0, 600, 800)
        field.get_object()[NameObject("/AP")] = _picture(writer)
        writer.mark_update(field)

    return _revised(pdf, change)


def entangled(pdf: bytes, depth: int) -> bytes:
    """The PDF with parts that each name the next one twice: 2 to the depth are the paths through them."""

    def entangle(writer: IncrementalPdfFileWriter, _page: IndirectObject) -> None:
        part = writer.add_object(NumberObject(1))
        for _ in range(depth):
            part = writer.add_object(ArrayObject([part, part]))
        writer.root[NameObject("/Extra")] = part
        writer.update_root()

    return _revised(pdf, entangle)


def _revised(pdf: bytes, change: Callable[[IncrementalPdfFileWriter, IndirectObject], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer, writer.root["/Pages"]["/Kids"].raw_get(0))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _draw(
    writer: IncrementalPdfFileWriter, page: IndirectObject, name: str, kind: str, text: str | None = None
) -> None:
    told = {"/FT": NameObject(kind), "/T": pdf_string(name), "/Type": NameObject("/Annot"), "/P": page}
    shape = {"/Subtype": NameObject("/Widget"), "/Rect": _numbers(0, 0, 600, 800), "/F": NumberObject(4)}
    value = {"/V": pdf_string(text)} if text is not None else {}
    entries = {**told, **shape, **value, "/AP": _picture(writer)}
    field = writer.add_object(DictionaryObject({NameObject(key): part for key, part in entries.items()}))
    sheet = page.get_object()
    known = sheet.get("/Annots", ())
    sheet[NameObject("/Annots")] = ArrayObject([*(known.raw_get(i) for i in range(len(known))), field])
    writer.mark_update(page)
    if "/AcroForm" in writer.root:
        fields = writer.root["/AcroForm"]["/Fields"]
        fields.append(field)
        writer.update_container(fields)
    else:
        form = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
        writer.root[NameObject("/AcroForm")] = writer.add_object(form)
        writer.update_root()


def _picture(writer: IncrementalPdfFileWriter) -> DictionaryObject:
    drawn = StreamObject(
        {NameObject("/Subtype"): NameObject("/Form"), NameObject("/BBox"): _numbers(0, 0, 600, 800)},
        stream_data=b"1 0 0 rg 0 0 600 800 re f",
    )
    return DictionaryObject({NameObject("/N"): writer.add_object(drawn)})


def _numbers(*numbers: int) -> ArrayObject:
    return ArrayObject(map(NumberObject, numbers))


def _certificate(
    name: str,
    public_key: ec.EllipticCurvePublicKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
) -> x509.Certificate:
    now = MONDAY_MORNING.astimezone(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + YEARS)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(_usage(authority=authority), critical=True)
    )
    return builder.sign(issuer_key, hashes.SHA256())


def _usage(*, authority: bool) -> x509.KeyUsage:
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
