"""What a file really is."""

import io
import zipfile

import pytest

from app.features.documents.sniffing import kind_of


def _zip(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n...", "pdf"),
        (b"\n\n%PDF-1.4", "pdf"),
        (b"\xff\xd8\xff\xe0JFIF", "jpeg"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (b"\x00\x00\x00\x18ftypheic....", "heic"),
        (_zip("[Content_Types].xml", "word/document.xml"), "docx"),
        (_zip("evil.exe"), None),
        (_zip("word/document.xml").replace(b"word/document.xml", b"word/d\xff\xfe\x80ent.xml"), None),
        (b"PK\x03\x04 not a zip at all", None),
        (b"MZ\x90\x00", None),
        (b"<html><script>", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_the_content_decides(body, kind):
    stream = io.BytesIO(body)

    assert kind_of(stream) == kind
    assert stream.tell() == 0


def test_an_archive_that_lists_more_than_any_document_is_not_read_to_find_out():
    archive = _zip("word/document.xml")
    end = archive.index(b"PK\x05\x06")
    longer = archive[: end + 12] + (2 * 1024 * 1024).to_bytes(4, "little") + archive[end + 16 :]
    with_another_end = archive[:end] + b"PK\x06\x07" + bytes(16) + archive[end:]

    assert kind_of(io.BytesIO(longer)) is None
    assert kind_of(io.BytesIO(with_another_end)) is None
