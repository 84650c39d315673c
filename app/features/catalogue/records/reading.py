"""Reading procedure files line by line: every line is understood before anything is stored."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

import msgspec

from app.features.catalogue.records import national
from app.features.catalogue.records.record import BadRecord, ProcedureRecord, convert
from app.features.catalogue.records.store import Incoming
from app.features.catalogue.records.taxonomy import Taxonomy

# The longest national record has 278,081 characters; this leaves room and still bounds memory.
LONGEST_LINE = 8 * 1024 * 1024
_MOST_FAULTS = 50
_TOLD_EVERY = 50

# Told how many bytes of a file on disk have been read, now and then.
Progress = Callable[[Path, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be taken in, and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(slots=True)
class Reading:
    """What the files hold: records spooled to disk, where each code stands, and the faulty lines."""

    spool: IO[bytes]
    codes: dict[str, tuple[Path, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    refused: int = 0

    def refuse(self, file: Path, line: int, reason: str) -> None:
        """Note a faulty line; only the first fifty are kept word for word."""
        self.refused += 1
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(str(file), line, reason))


class _Spooled(msgspec.Struct, frozen=True, array_like=True):
    raw_code: str
    incoming: Incoming


_spool_encoder = msgspec.json.Encoder()
_spool_decoder = msgspec.json.Decoder(_Spooled)


def read_files(paths: list[Path], taxonomy: Taxonomy, spool: IO[bytes], progress: Progress) -> Reading:
    """Read every file to its end, spooling what is right and noting what is wrong; stores nothing."""
    reading = Reading(spool)
    for path in paths:
        try:
            for number, line in _lines(path, progress):
                _take(reading, taxonomy, path, number, line)
        except _Unreadable as error:
            reading.refuse(path, error.line, error.reason)
    return reading


def spooled(reading: Reading, size: int) -> Iterator[list[Incoming]]:
    """The records read, in batches; codes that only white space told apart are told apart properly."""
    reading.spool.seek(0)
    batch: list[Incoming] = []
    for line in reading.spool:
        entry = _spool_decoder.decode(line)
        batch.append(_with_own_code(entry, reading))
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class _Unreadable(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def _lines(path: Path, progress: Progress) -> Iterator[tuple[int, bytes]]:
    number = 0
    try:
        with path.open("rb") as disk, _unpacked(path, disk) as file:
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise _Unreadable(number, f"longer than {LONGEST_LINE} bytes")
                if line.strip():
                    yield number, line
                if number % _TOLD_EVERY == 0:
                    progress(path, disk.tell())
            progress(path, disk.tell())
    except (OSError, EOFError, zlib.error) as error:
        raise _Unreadable(number + 1, f"cannot be read: {error}") from error


def _unpacked(path: Path, disk: BufferedReader) -> gzip.GzipFile | BufferedReader:
    compressed = path.suffix == ".gz" or disk.peek(2)[:2] == b"\x1f\x8b"
    return gzip.GzipFile(fileobj=disk, mode="rb") if compressed else disk


def _take(reading: Reading, taxonomy: Taxonomy, path: Path, number: int, line: bytes) -> None:
    try:
        entry = _understood(line, taxonomy)
    except BadRecord as error:
        reading.refuse(path, number, str(error))
        return
    first = reading.codes.get(entry.raw_code)
    if first:
        reading.refuse(path, number, f"code {entry.raw_code!r} stands already at {first[0]}:{first[1]}")
        return
    reading.codes[entry.raw_code] = (path, number)
    reading.spool.write(_spool_encoder.encode(entry) + b"\n")


def _understood(line: bytes, taxonomy: Taxonomy) -> _Spooled:
    try:
        data: Any = msgspec.json.decode(line.decode())
    except UnicodeDecodeError as error:
        raise BadRecord(f"not UTF-8: {error.reason} at byte {error.start}") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadRecord(f"not JSON: {error}") from error
    if isinstance(data, dict) and "promulgator" in data:
        read = national.read(data, taxonomy)
        return _Spooled(read.raw_code, Incoming(read.record, withdrawn=read.withdrawn))
    record = convert(data)
    return _Spooled(record.code, Incoming(record))


def _with_own_code(entry: _Spooled, reading: Reading) -> Incoming:
    record = entry.incoming.record
    if entry.raw_code == record.code or record.code not in reading.codes:
        return entry.incoming
    return msgspec.structs.replace(entry.incoming, record=_as_variant(record))


def _as_variant(record: ProcedureRecord) -> ProcedureRecord:
    # Two procedures of the source share a code but for a space. The one written with the space gets
    # its agency's code appended, the way local variants of a national code are written.
    return msgspec.structs.replace(record, code=f"{record.code}.{record.agency.code}")
