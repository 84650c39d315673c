"""Documents nobody could open are refused; pages are counted where the file says."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from fpdf import FPDF

from app.errors import Invalid
from app.uploads.inspection import pages, refuse_damaged, refuse_locked
from tests.support.signing import make_pdf


def pdf(count=1, user=None, owner=None):
    document = FPDF()
    if owner:
        document.set_encryption(owner_password=owner, user_password=user)
    for _ in range(count):
        document.add_page()
    return io.BytesIO(bytes(document.output()))


def word(count):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
        archive.writestr("docProps/app.xml", f"<Properties><Pages>{count}</Pages></Properties>")
    return written


def locked_word():
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    return io.BytesIO(head + "EncryptedPackage".encode("utf-16-le"))


def listing_parts(count):
    """A PDF of one page whose list of parts, packed, has so many entries."""
    head = b"%PDF-1.5\n2 0 obj\n<</Type/Catalog/Pages 3 0 R>>\nendobj\n"
    body = head + b"3 0 obj\n<</Type/Pages/Count 1/Kids[]>>\nendobj\n"
    places = [0, len(body), head.index(b"2 0 obj"), len(head), *([len(body)] * (count - 4))]
    listed = zlib.compress(b"".join(struct.pack(">BIH", place > 0, place, 0) for place in places), 9)
    told = b"/Size %d/W[1 4 2]/Root 2 0 R/Filter/FlateDecode/Length %d" % (count, len(listed))
    stream = b"1 0 obj\n<</Type/XRef" + told + b">>\nstream\n" + listed + b"\nendstream\nendobj\n"
    return body + stream + b"startxref\n%d\n%%%%EOF\n" % len(body)


@pytest.mark.parametrize("count", [1, 3, 40])
def test_pages_of_a_pdf_are_counted(count):
    assert pages(pdf(count), "pdf") == count


def test_pages_of_a_word_file_are_those_it_states():
    assert pages(word(7), "docx") == 7


def test_a_photo_is_one_page():
    assert pages(io.BytesIO(b"\xff\xd8\xff"), "jpeg") == 1


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnothing else", b"PK\x03\x04 broken"])
def test_a_broken_file_has_no_known_number_of_pages(kind, content):
    assert pages(io.BytesIO(content), kind) is None


@pytest.mark.parametrize(
    ("stream", "kind"), [(pdf(user="1234", owner="5678"), "pdf"), (locked_word(), None)], ids=["pdf", "word"]
)
def test_a_file_behind_a_password_is_refused(stream, kind):
    with pytest.raises(Invalid, match="password"):
        refuse_locked(stream, kind)

    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        (pdf(), "pdf"),
        (pdf(owner="only printing is locked"), "pdf"),
        (word(1), "docx"),
        (io.BytesIO(b"?"), None),
    ],
)
def test_a_file_anybody_can_open_is_not(stream, kind):
    refuse_locked(stream, kind)

    assert stream.tell() == 0


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing else", pdf(3).getvalue()[:-200]])
def test_a_pdf_that_was_cut_off_is_refused(content):
    with pytest.raises(Invalid, match="damaged"):
        refuse_damaged(io.BytesIO(content), "pdf")


@pytest.mark.parametrize(
    ("stream", "kind"), [(pdf(), "pdf"), (io.BytesIO(b"%PDF-1.4 odd %%EOF"), "pdf"), (io.BytesIO(), "png")]
)
def test_what_viewers_can_mend_is_not(stream, kind):
    refuse_damaged(stream, kind)

    assert stream.tell() == 0


def test_a_large_file_that_hides_where_its_parts_are_costs_little(tmp_path):
    path = tmp_path / "large.pdf"
    path.write_bytes(make_pdf()[:-6] + b"%" + b"x" * 8_000_000 + b"\n%%EOF\n")

    began = time.process_time()
    with path.open("rb") as file:
        refuse_locked(file, "pdf")
        refuse_damaged(file, "pdf")
        assert pages(file, "pdf") is None

    assert time.process_time() - began < 1


def test_a_small_file_that_lists_millions_of_parts_costs_little():
    body = listing_parts(3_000_000)
    assert len(body) < 40_000

    began = time.process_time()
    refuse_locked(io.BytesIO(body), "pdf")
    assert pages(io.BytesIO(body), "pdf") is None

    assert time.process_time() - began < 1


def test_a_list_of_parts_in_plain_text_is_read_only_so_far():
    count = 300_000
    table = b"xref\n0 %d\n" % count + b"0000000000 65535 n \n" * count
    body = b"%PDF-1.4\n" + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n9\n%%%%EOF\n" % count

    refuse_damaged(io.BytesIO(body), "pdf")

    assert pages(io.BytesIO(body), "pdf") is None


def test_as_many_parts_as_a_paper_may_have_are_read():
    assert pages(io.BytesIO(listing_parts(50_000)), "pdf") == 1


def test_a_file_on_disk_is_read_like_one_in_memory(tmp_path):
    path = tmp_path / "small.pdf"
    path.write_bytes(make_pdf())

    with path.open("rb") as file:
        refuse_locked(file, "pdf")
        assert pages(file, "pdf") == 1
        assert file.tell() == 0
