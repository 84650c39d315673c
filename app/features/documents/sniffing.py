"""What a file really is, by its first bytes and never by its name."""

from __future__ import annotations

import zipfile
from typing import IO

_HEAD = 1024
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
        with zipfile.ZipFile(stream) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return False
    finally:
        stream.seek(0)
