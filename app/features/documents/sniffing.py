"""What a file really is, by its first bytes and never by its name."""

from __future__ import annotations

import zipfile
from os import SEEK_END
from typing import IO

_HEAD = 1024
# The end of an archive says how long its list of parts is (APPNOTE.TXT 4.3.16); only the largest have another
# end before it (4.3.15), and no document is one.
_END, _END_LENGTH, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65535
_OTHER_END, _OTHER_END_LENGTH = b"PK\x06\x07", 20
_LONGEST_LIST = 1024 * 1024
_HEIC_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"hevc")

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def kind_of(stream: IO[bytes]) -> str | None:
    """`pdf`, `jpeg`, `png`, `heic` or `docx`; none for anything else. Leaves the stream at its start."""
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "heic"
    if head.startswith(b"PK\x03\x04") and _is_word(stream):
        return "docx"
    return None


def _is_word(stream: IO[bytes]) -> bool:
    try:
        if not _lists_few(stream):
            return False
        with zipfile.ZipFile(stream) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return False
    finally:
        stream.seek(0)


def _lists_few(stream: IO[bytes]) -> bool:
    """Whether the archive's list of parts is as short as a document's: it is taken into memory whole."""
    stream.seek(0, SEEK_END)
    stream.seek(max(0, stream.tell() - _OTHER_END_LENGTH - _END_LENGTH - _LONGEST_COMMENT))
    last = stream.read()
    end = last.rfind(_END)
    another = last[:end][-_OTHER_END_LENGTH:].startswith(_OTHER_END)
    listed = int.from_bytes(last[end + 12 : end + 16], "little")
    return 0 <= end <= len(last) - _END_LENGTH and listed <= _LONGEST_LIST and not another
