"""Receipts: genuine ones verify with the public key alone, everything else does not."""

from __future__ import annotations

import base64
import hashlib
import io
import json

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pypdf import PdfReader

from app.papers.signatures import TrustList, verify
from tests.support.journeys import PAPER
from tests.support.visitor import PORTAL

CHECK = "main form[action$='/check']"


@pytest.fixture
def received(filled, visitor):
    """A receipt page after declaring."""
    return lambda **how: visitor.send(filled(**how), {"declared": "y"}, button="by=declaration", form=CHECK)


@pytest.fixture
def public_key(visitor):
    return visitor.client.get("/.well-known/jwks.json", base_url=PORTAL).get_json()["keys"][0]


@pytest.fixture
def compare(visitor):
    """Bring a file to the public page of a receipt."""

    def bring(number, name, body):
        page = visitor.visit(f"/vi/verify/{number}")
        return visitor.send(page, files={"file": (name, body, "application/octet-stream")}, form="main form")

    return bring


def plain(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verify_offline(document, key):
    """What docs/receipts.md tells to do, with nothing of the portal: raises when anything is wrong."""
    head, body, signature = document["token"].split(".")
    x, y = (int.from_bytes(plain(key[name]), "big") for name in ("x", "y"))
    r, s = (int.from_bytes(plain(signature)[part], "big") for part in (slice(32), slice(32, 64)))
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    public.verify(encode_dss_signature(r, s), f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
    claims = json.loads(plain(body))
    for claim, part in (("m", "manifest"), ("a", "acknowledgement")):
        if claim in claims or part in document:
            text = json.dumps(document[part], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            assert plain(claims[claim]) == hashlib.sha256(text.encode()).digest(), part
    return claims


def number_of(page):
    return page.all(".confirmation .num")[0].text


def test_a_receipt_verifies_offline_with_only_the_public_key(received, download, public_key):
    page = received()
    document = json.loads(download(page, "Danh sách tệp"))

    claims = verify_offline(document, public_key)

    assert claims["r"] == number_of(page)
    assert claims["d"] == document["acknowledgement"]["dossier_code"]
    assert document["manifest"]["files"][0]["sha256"] == hashlib.sha256(PAPER[1]).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["manifest"]["files"].clear(),
        lambda told: told["manifest"]["files"][0].update(sha256="0" * 64),
        lambda told: told["acknowledgement"]["files"].clear(),
        lambda told: told["manifest"].update(submitted_at="2026-11-22T02:00:00Z"),
    ],
)
def test_a_changed_manifest_does_not_verify(received, download, public_key, compare, change):
    page = received()
    document = json.loads(download(page, "Danh sách tệp"))
    change(document)

    with pytest.raises(AssertionError):
        verify_offline(document, public_key)

    shown = compare(number_of(page), "list.json", json.dumps(document).encode())
    assert "Tệp đã bị sửa" in shown.one("#compared").text


def test_every_changed_sign_of_a_token_breaks_it(received, download, public_key):
    document = json.loads(download(received(), "Danh sách tệp"))
    token = document["token"]

    for place in range(0, len(token), 17):
        other = "B" if token[place] != "B" else "C"
        document["token"] = token[:place] + other + token[place + 1 :]
        with pytest.raises((InvalidSignature, ValueError, AssertionError)):
            verify_offline(document, public_key)


def test_another_key_does_not_verify(received, download, public_key):
    document = json.loads(download(received(), "Danh sách tệp"))
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    other = {
        name: base64.urlsafe_b64encode(getattr(numbers, name).to_bytes(32, "big")).decode() for name in "xy"
    }

    with pytest.raises(InvalidSignature):
        verify_offline(document, public_key | other)


@pytest.mark.parametrize(
    ("lang", "link", "title"),
    [("vi", "Biên nhận", "Biên nhận hồ sơ"), ("en", "Receipt", "Receipt of an application")],
)
def test_the_paper_is_sealed_and_lists_every_file_in_one_language(
    received, download, public_key, clock, lang, link, title
):
    pdf = download(received(lang=lang), link)

    certificate = base64.encodebytes(base64.b64decode(public_key["x5c"][0])).decode()
    pem = f"-----BEGIN CERTIFICATE-----\n{certificate}-----END CERTIFICATE-----\n".encode()
    (seal,) = verify(pdf, TrustList.of([pem]), clock())
    reader = PdfReader(io.BytesIO(pdf))
    words = "".join("".join(sheet.extract_text() for sheet in reader.pages).split())
    assert seal.good
    assert reader.metadata.title == title
    assert reader.trailer["/Root"]["/Lang"].startswith(lang)
    assert hashlib.sha256(PAPER[1]).hexdigest() in words
    assert {"vi": "đãnhận,nguyênvẹn", "en": "arrivedunchanged"}[lang] in words
    assert {"vi": "Đơnthửkýsốphiênbản1,either", "en": "Testofsigningversion1,either"}[lang] in words


def test_a_changed_paper_is_told_apart(received, download, compare):
    page = received()
    pdf = download(page, "Biên nhận")
    number = number_of(page)

    good = compare(number, "receipt.pdf", pdf)
    place = pdf.index(b"/Title")
    broken = compare(number, "receipt.pdf", pdf[: place + 8] + bytes([pdf[place + 8] ^ 1]) + pdf[place + 9 :])

    assert "Tệp chính là biên nhận này" in good.one("#compared").text
    assert "Tệp đã bị sửa" in broken.one("#compared").text


def test_a_file_that_was_sent_is_recognised_and_a_stranger_is_not(received, compare):
    number = number_of(received())

    sent = compare(number, PAPER[0], PAPER[1])
    other = compare(number, "other.pdf", PAPER[1] + b" ")

    deep = compare(number, "deep.json", b'{"manifest":' + b"[" * 900_000)

    assert "đã được gửi và đã đến" in sent.one("#compared").text
    for strange in (other, deep):
        assert "không có trong biên nhận này" in strange.one("#compared").text


def test_the_public_page_names_nobody(received, another_visitor):
    number = number_of(received())

    page = another_visitor().visit(f"/vi/verify/{number}")

    assert page.heading == "Biên nhận này là thật"
    for private in ("Trần Thị Bình", "giấy tờ.pdf", "001190000011", "000.00.00"):
        assert private not in page.text


def test_the_token_of_the_code_is_judged(received, download, visitor):
    page = received()
    number, token = number_of(page), json.loads(download(page, "Danh sách tệp"))["token"]

    right = visitor.visit(f"/vi/verify/{number}?t={token}")
    wrong = visitor.visit(f"/vi/verify/{number}?t={token[:-4]}AAAA")
    nonsense = visitor.visit(f"/vi/verify/{number}?t=%00")

    assert "có chữ ký của cổng" in right.text
    assert wrong.heading == nonsense.heading == "Mã này không phải của cổng"


def test_a_number_nobody_got_is_said_to_be_none(visitor):
    page = visitor.visit("/vi/verify/CDV-261123-00000-00000", status=404)

    assert page.heading == "Cổng không cấp biên nhận này"


def test_a_number_can_be_typed(received, visitor):
    number = number_of(received())
    form = visitor.visit("/en/verify")

    found = visitor.send(form, {"number": f" {number.lower()} "}, form="main form")

    assert found.heading == "This receipt is genuine"


def test_before_the_agency_answers_the_receipt_says_so(received, download, public_key, stage, deliver):
    with stage.failures() as failures:
        failures.turn_on("applications", "down")
    page = received()
    early = json.loads(download(page, "Danh sách tệp"))
    with stage.failures() as failures:
        failures.clear()

    assert "d" not in verify_offline(early, public_key)
    assert "acknowledgement" not in early


def test_papers_are_only_for_their_owner(received, another_visitor):
    page = received()
    stranger = another_visitor()
    stranger.sign_in("037201000033")

    for link in ("Biên nhận", "Đơn của bạn", "Danh sách tệp"):
        assert stranger.client.get(page.link(link), base_url=PORTAL).status_code == 404
