"""PDFs that strangers wrote, opened to be looked at within bounds of time and memory.

Fifty kilobytes can list millions of parts and so cost minutes and gigabytes; nobody's paper has that many.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from mmap import ACCESS_READ, mmap
from os import SEEK_END
from typing import IO, cast

from pyhanko.pdf_utils.decode_limits import (
    DEFAULT_PURPOSE_LIMITS,
    DecodeLimits,
    DecodePurpose,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

# The library reads parts only when they are needed and trusts their kinds, so hostile bytes show as any of
# these.
MALFORMED = (
    PdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    OSError,
    RecursionError,
)
_TAIL = 2048
_MOST_READS = 200_000  # a paper of three thousand pages takes a quarter of it
_LISTED = StreamDecodeLimits(max_ratio=None, max_output_size=512 * 1024)  # of what a list of parts unpacks to
_BOUNDS = DecodeLimits(
    per_purpose={**DEFAULT_PURPOSE_LIMITS, DecodePurpose.XREF_STREAM: _LISTED},
    document_budget=DocumentDecodeBudget(base_allowance=4 * 1024 * 1024, max_ratio=0),
)


class _Patience:
    """Counts how often a file is read: a list of parts in plain text costs one read a part."""

    _left = _MOST_READS

    def read(self, size: int | None = -1) -> bytes:
        """As of any file; raises `PdfError` after too many."""
        self._left -= 1
        if self._left < 0:
            raise PdfError("this file takes more reads than a paper does")
        return cast(bytes, super().read(size))  # type: ignore[misc]  # of the file it is mixed into


class _InMemory(_Patience, io.BytesIO):
    pass


class _OnDisk(_Patience, mmap):
    pass


@contextmanager
def opened(stream: IO[bytes]) -> Iterator[PdfFileReader | None]:
    """The file to be looked at; none when it cannot be read within bounds. Leaves the stream at its start."""
    with _patient(stream) as content:
        try:
            # The library would look for it byte by byte, back to the beginning: minutes in a large file.
            known = b"startxref" in tail(content)
            reader = PdfFileReader(content, strict=False, decode_limits=_BOUNDS) if known else None
        except MALFORMED:
            reader = None
        yield reader
    stream.seek(0)


def tail(stream: IO[bytes]) -> bytes:
    """The last bytes, where a PDF says where its parts are and that it ends. Leaves it at its start."""
    stream.seek(0, SEEK_END)
    stream.seek(max(0, stream.tell() - _TAIL))
    last = stream.read()
    stream.seek(0)
    return last


@contextmanager
def _patient(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """A file on disk as if it were in memory: each of many small reads would be a call of the system."""
    try:
        number = stream.fileno()
    except OSError:
        stream.seek(0)
        yield _InMemory(stream.read())
        return
    stream.flush()
    with _OnDisk(number, 0, access=ACCESS_READ) as mapped:
        yield cast("IO[bytes]", mapped)
