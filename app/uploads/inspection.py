"""What can be said of a document without showing it: whether a password closes it, how many pages it has."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from os import SEEK_END
from typing import IO, cast

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from app.errors import Invalid
from app.texts import N_

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_LOCKED = N_("A password protects the file. Save it again without a password, then upload it.")
_DAMAGED = N_("The file is damaged or not complete. Save it again, then upload it.")
_PDF_TAIL = 2048
_OFFICE_PAGES = re.compile(rb"<Pages>(\d{1,5})</Pages>")
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
    if b"%%EOF" in _tail(stream):
        return
    with _pdf(stream) as reader:
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
    with _pdf(stream) as reader:
        if reader is None or not reader.encrypted:
            return False
        try:
            return reader.decrypt(b"").status == AuthStatus.FAILED
        except (PdfError, NotImplementedError, ValueError, KeyError, TypeError):
            return True  # closed in a way that nobody here can open


def _pdf_pages(stream: IO[bytes]) -> int | None:
    with _pdf(stream) as reader:
        try:
            if reader is None or (reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED):
                return None
            found = int(reader.root["/Pages"]["/Count"])
        except (PdfError, NotImplementedError, ValueError, KeyError, TypeError, RecursionError):
            return None
    return found if found > 0 else None


@contextmanager
def _pdf(stream: IO[bytes]) -> Iterator[PdfFileReader | None]:
    """The file to be looked at; none when it cannot be read. Leaves the stream at its start."""
    with _mapped(stream) as content:
        try:
            # The library would look for it byte by byte, back to the beginning: minutes in a large file.
            reader = PdfFileReader(content, strict=False) if b"startxref" in _tail(content) else None
        except (PdfError, ValueError, KeyError, TypeError, IndexError, OSError, RecursionError):
            reader = None
        yield reader
    stream.seek(0)


@contextmanager
def _mapped(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """A file on disk as if it were in memory: each of many small reads would be a call of the system."""
    try:
        number = stream.fileno()
    except OSError:
        yield stream
        return
    stream.flush()
    with mmap(number, 0, access=ACCESS_READ) as mapped:
        yield cast("IO[bytes]", mapped)


def _tail(stream: IO[bytes]) -> bytes:
    """The last bytes, in which a PDF says where its parts are and that it ends."""
    stream.seek(0, SEEK_END)
    stream.seek(max(0, stream.tell() - _PDF_TAIL))
    tail = stream.read()
    stream.seek(0)
    return tail


def _office_pages(stream: IO[bytes]) -> int | None:
    try:
        with zipfile.ZipFile(stream) as archive, archive.open("docProps/app.xml") as part:
            found = _OFFICE_PAGES.search(part.read(_LARGEST_PART))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, OSError, RuntimeError):
        return None
    return int(found[1]) if found else None


_COUNTING: dict[str, Callable[[IO[bytes]], int | None]] = {"pdf": _pdf_pages, "docx": _office_pages}
