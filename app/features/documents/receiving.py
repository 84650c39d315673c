"""Take a file in: what it is, whether it can be read, whether it is safe, and its bytes into the store."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from app.clock import Clock
from app.errors import Invalid, Unavailable
from app.features.documents.models import Scanned, StoredFile
from app.features.documents.sniffing import MEDIA_TYPES, kind_of
from app.gateways.files import FileStore
from app.gateways.virus_scanner import VirusScanner
from app.papers.signatures import may_be_signed
from app.texts import N_
from app.uploads.inspection import pages, refuse_damaged, refuse_locked
from app.uploads.pictures import Picture, prepare

_LONGEST_NAME = 200
_LONGEST_ENDING = 10
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))  # control, format, surrogates, line and paragraph ends
_JOINERS = frozenset("\u200c\u200d")  # what holds a letter or a picture of several signs together
_PICTURES = ("jpeg", "png", "heic")
_EMPTY = N_("The file is empty. Choose a file with content.")
_TOO_LARGE = N_("The file is too large. Choose a smaller file or a photo at lower quality.")
_WRONG_KIND = N_("The file is of a kind that cannot be accepted here. Save it as PDF or as a photo.")
INFECTED = N_("A virus was found in this file, so it was not kept. Choose another file.")


@dataclass(frozen=True, slots=True)
class Limit:
    """What is accepted: the largest size in bytes, and kinds such as `pdf`, `jpeg`, `png`."""

    max_bytes: int = 10 * 1024 * 1024
    kinds: tuple[str, ...] = ("pdf", "jpeg", "png")

    def takes(self, kind: str | None) -> bool:
        """Whether a kind is accepted; a photo of an iPhone is, wherever the JPEG made of it is."""
        return kind in self.kinds or (kind == "heic" and "jpeg" in self.kinds)


@dataclass(frozen=True, slots=True)
class Received:
    """A file whose bytes are in the store, and what was found out about it; belongs to nobody yet."""

    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str
    pages: int | None
    prepared: tuple[str, ...]
    thumbnail: tuple[str, str] | None
    scanned: Scanned
    may_be_signed: bool


class Receiver:
    """Takes files in, asking the virus scanner for a few seconds at most; needs no database."""

    def __init__(self, files: FileStore, scanner: VirusScanner, clock: Clock) -> None:
        self._files = files
        self._scanner = scanner
        self._clock = clock

    def receive(self, name: str, stream: IO[bytes], limit: Limit) -> Received:
        """The file in the store, ready to be kept.

        Raises `Invalid` when it is empty, too large, of another kind, behind a password, damaged or infected.
        A scanner that does not answer in time leaves it `pending`.
        """
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        _refuse_size(size, limit)
        kind = kind_of(stream)
        refuse_locked(stream, kind)
        if kind is None or not limit.takes(kind):
            raise Invalid(_WRONG_KIND)
        refuse_damaged(stream, kind)
        scanned = self._scanned(stream)
        if kind not in _PICTURES:
            return self._stored(name, Picture(stream, kind, (), b""), scanned)
        picture = prepare(stream, kind)
        _refuse_size(picture.stream.seek(0, io.SEEK_END), limit)
        return self._stored(_named_as(name, kind, picture.kind), picture, scanned)

    def discard(self, received: Received) -> None:
        """Take the bytes out again: nobody is going to keep the file."""
        self._files.delete(received.storage_key)
        if received.thumbnail:
            self._files.delete(received.thumbnail[0])

    def row(self, owner: UUID, received: Received) -> StoredFile:
        """The file as its owner's; to be added to a session."""
        now = self._clock()
        key, sha256 = received.thumbnail or (None, None)
        return StoredFile(
            owner_id=owner,
            name=received.name,
            media_type=received.media_type,
            size=received.size,
            sha256=received.sha256,
            storage_key=received.storage_key,
            stored_at=now,
            wanted_at=now,
            pages=received.pages,
            prepared=list(received.prepared),
            thumbnail_key=key,
            thumbnail_sha256=sha256,
            thumbnail_due_at=now if received.media_type == MEDIA_TYPES["pdf"] else None,
            scanned=received.scanned,
            scan_due_at=now if received.scanned == "pending" else None,
        )

    def _scanned(self, stream: IO[bytes]) -> Scanned:
        try:
            scan = self._scanner.scan(stream)
        except Unavailable:
            return "pending"
        if scan.verdict == "infected":
            raise Invalid(INFECTED)
        return scan.verdict

    def _stored(self, name: str, file: Picture, scanned: Scanned) -> Received:
        count = pages(file.stream, file.kind)
        # What could not be read within bounds to count its pages is not read to judge signatures either.
        signed = file.kind == "pdf" and count is not None and may_be_signed(file.stream)
        file.stream.seek(0)
        key, size, sha256 = self._files.put(file.stream)
        small = self._files.put(io.BytesIO(file.thumbnail)) if file.thumbnail else None
        return Received(
            name=file_name(name),
            media_type=MEDIA_TYPES[file.kind],
            size=size,
            sha256=sha256,
            storage_key=key,
            pages=count,
            prepared=file.done,
            thumbnail=(small[0], small[2]) if small else None,
            scanned=scanned,
            may_be_signed=signed,
        )


def file_name(given: str) -> str:
    """The name as given but for folders and characters that are not shown or turn others round; never empty.

    What is too long loses its middle and keeps its ending.
    """
    base = given.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in base if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN)
    shown = shown.strip()
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > _LONGEST_NAME and dot and len(ending) <= _LONGEST_ENDING:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return shown[:_LONGEST_NAME] or "file"


def _refuse_size(size: int, limit: Limit) -> None:
    if size == 0:
        raise Invalid(_EMPTY)
    if size > limit.max_bytes:
        raise Invalid(_TOO_LARGE)


def _named_as(name: str, was: str, now: str) -> str:
    """A HEIC photo that became a JPEG is called so."""
    if was == now:
        return name
    stem, dot, _ = name.rpartition(".")
    return f"{stem if dot else name}.jpg"
