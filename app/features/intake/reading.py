"""A file of records in parts: where each begins, and which line of the file that is."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO

_BLOCK = 1 << 22
_PACKED = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of whole lines; `first_line` counts from 1, `end` is the byte after the last."""

    number: int
    start: int
    end: int
    first_line: int


def lines_of(body: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file from its first on, unpacked when it is gzip."""
    body.seek(0)
    packed = body.read(len(_PACKED)) == _PACKED
    body.seek(0)
    return iter(gzip.GzipFile(fileobj=body) if packed else body)


def is_packed(file: Path) -> bool:
    """Whether the file is gzip, which can only be read from its beginning."""
    with file.open("rb") as body:
        return body.read(len(_PACKED)) == _PACKED


def parts_of(file: Path, count: int) -> list[Part]:
    """The file in at most `count` parts of about one size; the same for the same file and count."""
    size = file.stat().st_size
    with file.open("rb") as body:
        edges = sorted({_next_line(body, size * number // count) for number in range(count)} | {size})
        parts, line = [], 1
        for number, (start, end) in enumerate(pairwise(edges), start=1):
            parts.append(Part(number, start, end, line))
            line += _count(body, start, end)
    return parts


def lines_in(body: IO[bytes], part: Part) -> Iterator[bytes]:
    """The lines of one part."""
    body.seek(part.start)
    place = part.start
    while place < part.end and (line := body.readline()):
        place += len(line)
        yield line


def _next_line(body: IO[bytes], place: int) -> int:
    """Where the first line begins that does not begin before `place`."""
    if place == 0:
        return 0
    body.seek(place - 1)
    body.readline()
    return body.tell()


def _count(body: IO[bytes], start: int, end: int) -> int:
    body.seek(start)
    counted, left = 0, end - start
    while left > 0 and (block := body.read(min(_BLOCK, left))):
        counted += block.count(b"\n")
        left -= len(block)
    return counted
