"""What an upload costs a worker: `python -m bench.uploads`.

A PDF of 20 MB in pieces of one megabyte, received and stored, in a process of its own: peak memory above
what the process needs anyway, and time from the first byte to the stored file. Then the largest photos
that are accepted, which must be unpacked to be turned or made small.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import IO

from PIL import Image

from app.db.encryption import Keyring
from app.errors import Invalid
from app.features.documents.receiving import Limit, Receiver
from app.gateways.files import FileStore
from app.gateways.virus_scanner import NoScanner
from app.papers import typeset
from app.uploads.pictures import MOST_PIXELS

MB = 1024 * 1024
SIZE = 20 * MB


def main() -> None:
    """Print one line a promise; each measurement in a fresh process."""
    for name, measure, goal_mb in (
        ("upload-20mb", pdf_in_pieces, 40.0),
        ("upload-photo-turned", turned_photo, 200.0),
        ("upload-bomb-refused", bomb, 8.0),
    ):
        memory, took = _in_a_process(measure)
        _line(f"{name}-memory", memory, "MB", goal_mb)
        _line(f"{name}-time", took, "ms", 5000.0)


def pdf_in_pieces(files: FileStore, receiver: Receiver) -> float:
    """Milliseconds until a 20 MB PDF that came in pieces is stored."""
    head = typeset("document", {"title": "20 MB", "sections": []}, "vi", made_at=datetime.now(UTC))
    key, at = files.begin(), 0
    began = time.perf_counter()
    at = files.extend(key, at, head)
    while at < SIZE:
        at = files.extend(key, at, b"%" + os.urandom(MB // 2).replace(b"\n", b"") + b"\n")
    files.extend(key, at, b"\n%%EOF\n")
    stream, _ = files.grown(key)
    _receive(receiver, stream, "20.pdf")
    return (time.perf_counter() - began) * 1000


def turned_photo(_files: FileStore, receiver: Receiver) -> float:
    """Milliseconds for a photo of 48 million pixels that lies on its side."""
    written = tempfile.TemporaryFile()  # noqa: SIM115
    exif = Image.Exif()
    exif[0x0112] = 6
    _made_elsewhere(written, lambda: Image.new("RGB", (8000, 6000), "red").save(written, "JPEG", exif=exif))
    began = time.perf_counter()
    _receive(receiver, written, "photo.jpg")
    return (time.perf_counter() - began) * 1000


def bomb(_files: FileStore, receiver: Receiver) -> float:
    """Milliseconds to refuse a small file that would unpack to 200 million pixels."""
    written = tempfile.TemporaryFile()  # noqa: SIM115
    _made_elsewhere(written, lambda: Image.new("1", (MOST_PIXELS // 3000, 10_000)).save(written, "PNG"))
    began = time.perf_counter()
    try:
        _receive(receiver, written, "bomb.png")
    except Invalid as error:
        print(f"refused: {error}", file=sys.stderr)
    return (time.perf_counter() - began) * 1000


def _receive(receiver: Receiver, stream: IO[bytes], name: str) -> None:
    receiver.receive(name, stream, Limit(max_bytes=25 * MB))


def _made_elsewhere(target: IO[bytes], make: Callable[[], object]) -> None:
    """Make a test file in a child, so that making it does not count."""
    if (child := os.fork()) == 0:
        make()
        target.flush()
        os._exit(0)
    os.waitpid(child, 0)


def _in_a_process(measure: Callable[[FileStore, Receiver], float]) -> tuple[float, float]:
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        with tempfile.TemporaryDirectory() as folder:
            files = FileStore(f"file://{folder}", Keyring((bytes(32),)))
            receiver = Receiver(files, NoScanner(), lambda: datetime.now(UTC))
            _warm(receiver)
            before = _peak_mb()
            took = measure(files, receiver)
            os.write(write, f"{_peak_mb() - before} {took}".encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        memory, took = answer.read().split()
    os.waitpid(child, 0)
    return float(memory), float(took)


def _warm(receiver: Receiver) -> None:
    small = io.BytesIO()
    Image.new("RGB", (10, 10)).save(small, "JPEG")
    _receive(receiver, small, "small.jpg")


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _line(name: str, value: float, unit: str, goal: float) -> None:
    print(f"{name} {value:.1f} {unit} <={goal:g} {'ok' if value <= goal else 'missed'}")


if __name__ == "__main__":
    main()
