"""What a step says about its files, and files that are used again."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from app.features.documents.models import StoredFile
from tests.support.births import PAPER, go_on
from tests.support.signing import added_to, make_authority, make_pdf, sign

QUESTION = "birth_certificate"
LIST = ".files > .file-list:not(.upload-list)"


@pytest.fixture
def upload(send):
    """Upload one file with the plain form."""

    def go(page, name, body, media_type="application/pdf", status=200):
        file = {QUESTION: (name, body, media_type)}
        return send(page, form="#step-form", button="Tải lên Giấy chứng sinh", files=file, status=status)

    return go


@pytest.fixture
def trusted(world, tmp_path):
    """Make an authority that this world's portal trusts, by a setting."""

    def make(setting, name):
        found = make_authority(name)
        anchors = tmp_path / f"{setting}.pem"
        anchors.write_bytes(found.pem)
        world.environ[setting] = str(anchors)
        return found

    return make


@pytest.fixture
def authority(trusted):
    """Serves the agencies and nobody else."""
    return trusted("PORTAL_CERTIFIED_ANCHORS", "CA công vụ")


@pytest.fixture
def public_authority(trusted):
    """Serves anybody who pays."""
    return trusted("PORTAL_TRUST_ANCHORS", "CA công cộng")


def photo(kind, orientation=None):
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    written = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(written, kind, exif=exif)
    return written.getvalue()


def test_a_certified_copy_needs_no_paper_and_its_signature_travels(
    authority, at_step, upload, submit, visitor, deliver, officer
):
    body = sign(make_pdf(), authority, name="UBND phường Ngọc Hà")

    page = upload(at_step(QUESTION), "bản sao.pdf", body)

    check = go_on(visitor, page)

    for shown in (page.one(LIST).text, check.one("#check .file-list").text):
        assert "Người ký: UBND phường Ngọc Hà, 09:00, 23/11/2026" in shown
        assert "không cần xuất trình giấy tờ" in shown
    submit(check)
    deliver()
    with officer() as desk:
        (dossier,) = desk.dossiers()
        said = [file.signatures.said for file in dossier.files if file.signatures]
    assert [(one["who"], one["trusted"]) for (one,) in said] == [("UBND phường Ngọc Hà", True)]


def test_an_untrusted_or_changed_signature_is_said_and_not_refused(authority, at_step, upload):
    page = at_step(QUESTION)
    stranger = sign(make_pdf(), make_authority(), name="Người lạ")
    changed = added_to(sign(make_pdf("Changed"), authority, name="UBND phường Ngọc Hà"))

    page = upload(page, "lạ.pdf", stranger)
    page = upload(page, "sửa.pdf", changed)

    strange, altered = page.texts(f"{LIST} > li")
    assert "Người ký: Người lạ" in strange
    assert "không biết tổ chức nào" in strange
    assert "Người ký: UBND phường Ngọc Hà" in altered
    assert "Tệp đã bị sửa sau khi ký" in altered
    assert "không cần xuất trình" not in page.one(LIST).text


def test_a_signature_that_anybody_can_have_makes_no_certified_copy(
    public_authority, authority, at_step, upload
):
    body = sign(make_pdf(), public_authority, name="Trần Thị Bình")

    page = upload(at_step(QUESTION), "tự ký.pdf", body)

    assert "chưa bị sửa" in page.one(LIST).text
    assert "không cần xuất trình" not in page.one(LIST).text


def test_a_photo_from_a_phone_is_made_readable_and_shown_small(at_step, upload, get, another_visitor):
    page = upload(at_step(QUESTION), "IMG_1.HEIC", photo("HEIF"), "image/heic")

    assert "IMG_1.jpg" in page.one(LIST).text
    assert "HEIC sang JPEG" in page.one(LIST).text
    address = page.one(f"{LIST} img").attr("src")
    small = get(address)
    assert small.mimetype == "image/jpeg"
    assert "private" in small.headers["Cache-Control"]
    stranger = another_visitor()
    stranger.sign_in("079085000022")
    stranger.visit(address, status=404)


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"", "trống"), (b"%PDF-1.7 cut", "bị hỏng"), (b"MZ", "Loại tệp")],
    ids=["empty", "damaged", "program"],
)
def test_a_file_that_cannot_be_taken_says_why_and_keeps_the_others(at_step, upload, body, reason):
    page = upload(at_step(QUESTION), "một.pdf", make_pdf())

    page = upload(page, "hai.pdf", body, status=422)

    assert reason in page.one(".files .message").text
    assert "một.pdf" in page.one(LIST).text


def test_a_file_one_has_is_used_again_without_copying(sign_in, at_step, visit, send, world, clock):
    sign_in()
    own = {"file": ("x.pdf", make_pdf(), "application/pdf")}
    for called in ("Giấy cũ", "Giấy của tôi"):
        clock.move(minutes=1)
        page = send(visit("/vi/documents/add"), {"called": called}, form="main form", files=own)
    assert "Giấy của tôi.pdf" in page.text
    step = at_step(QUESTION)
    assert len(step.all("button[value^='reuse:']")) == 1

    page = send(step, form="#step-form", button="Dùng tệp này Giấy của tôi.pdf")

    assert "Giấy của tôi.pdf" in page.one(LIST).text
    with world.database.session(writes=False) as session:
        assert len(session.scalars(select(StoredFile)).all()) == 2
    assert len(visit("/vi/documents").all("[href$='/delete']")) == 1


def test_a_document_that_cannot_be_kept_says_why(sign_in, visit, send):
    sign_in()
    wrong = {"file": ("x.pdf", b"", "application/pdf")}

    page = send(visit("/en/documents/add"), form="main form", files=wrong, status=422)

    assert "empty" in page.one("#file-error").text


def test_where_the_store_of_files_cannot_be_written_the_page_says_what_is_safe(sign_in, visit, send, world):
    sign_in()
    page = visit("/vi/documents/add")
    (world.folder / "portal" / "files").write_bytes(b"")

    page = send(page, form="main form", files={"file": PAPER}, status=503)

    assert page.heading == "Hiện chưa lưu hoặc mở được tệp"
    assert "Những gì đã lưu vẫn còn" in page.text
    (world.folder / "portal" / "files").unlink()
    assert PAPER[0] in send(visit("/vi/documents/add"), form="main form", files={"file": PAPER}).text
