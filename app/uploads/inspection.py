"""What can be said of a document without showing it: whether a password closes it, how many pages it has."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable
from typing import IO

from pyhanko.pdf_utils.crypt import AuthStatus

from app.errors import Invalid
from app.texts import N_
from app.uploads.opening import MALFORMED, opened, tail

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_LOCKED = N_("A password protects the file. Save it again without a password, then upload it.")
_DAMAGED = N_("The file is damaged or not complete. Save it again, then upload it.")
_OFFICE_PAGES = re.compile(rb"<Pages>(\d{1,5})</Pages>")
_MALFORMED_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_LARGEST_PART = 1024 * 1024


def refuse_locked(stream: IO[bytes], kind: str | None) -> None:
    """Raises `Invalid` when nobody could read the file without its password."""
    stream.seek(0)
    if kind is None:
        head = stream.read(8)
        locked = head == _OLE and _LOCKED_OFFICE in stream.read()
    else:
        locked = kind == "pdf" and _pdf_is_locked(stream)
    stream.seek(0)
    if locked:
        raise Invalid(_LOCKED)


def refuse_damaged(stream: IO[bytes], kind: str) -> None:
    """Raises `Invalid` for a PDF that was cut off and cannot be read; viewers mend lesser faults."""
    if kind != "pdf":
        return
    if b"%%EOF" in tail(stream):
        return
    with opened(stream) as reader:
        cut_off = reader is None
    if cut_off:
        raise Invalid(_DAMAGED)


def pages(stream: IO[bytes], kind: str) -> int | None:
    """How many pages the file has; None when it does not say so in a way that can be trusted."""
    count = _COUNTING.get(kind)
    if count is None:
        return 1
    stream.seek(0)
    found = count(stream)
    stream.seek(0)
    return found


def _pdf_is_locked(stream: IO[bytes]) -> bool:
    with opened(stream) as reader:
        if reader is None or not reader.encrypted:
            return False
        try:
            return reader.decrypt(b"").status == AuthStatus.FAILED
        except MALFORMED:
            return True  # closed in a way that nobody here can open


def _pdf_pages(stream: IO[bytes]) -> int | None:
    with opened(stream) as reader:
        try:
            if reader is None or (reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED):
                return None
            found = int(reader.root["/Pages"]["/Count"])
        except MALFORMED:
            return None
    return found if found > 0 else None


def _office_pages(stream: IO[bytes]) -> int | None:
    try:
        with zipfile.ZipFile(stream) as archive, archive.open("docProps/app.xml") as part:
            found = _OFFICE_PAGES.search(part.read(_LARGEST_PART))
    except (*_MALFORMED_ARCHIVE, KeyError):
        return None
    return int(found[1]) if found else None


_COUNTING: dict[str, Callable[[IO[bytes]], int | None]] = {"pdf": _pdf_pages, "docx": _office_pages}
