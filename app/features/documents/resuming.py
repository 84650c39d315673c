"""Files that arrive piece by piece, over as many connections as it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import IO
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, Invalid, NotFound
from app.features.documents.models import PartialUpload
from app.features.documents.receiving import file_name
from app.gateways.files import FileStore
from app.texts import N_
from app.wizard.text import deceives

KEPT_FOR = timedelta(hours=24)
LARGEST = 25 * 1024 * 1024
LONGEST_PIECE = 1024 * 1024
SHORTEST_PIECE = 64 * 1024
_MOST = 40
_HASH = "sha256:"
_OTHER_BYTES = N_("The file arrived changed. Choose it again.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file about to be sent: what it is for, by which it is known again, its name and size in bytes."""

    target: str
    fingerprint: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is; `length` bytes are safe."""

    id: UUID
    name: str
    size: int
    length: int
    fingerprint: str

    @property
    def whole(self) -> bool:
        """Whether every byte is here."""
        return self.length == self.size


class ResumableUploads:
    """Uploads of one person at a time, each for one target; unknown and foreign ones raise `NotFound`."""

    def __init__(self, session: Session, files: FileStore, clock: Clock) -> None:
        self._session = session
        self._files = files
        self._clock = clock

    def begin(self, owner: UUID, wanted: Wanted) -> Progress:
        """A new upload, or the one of the same file for the same target that stopped; commits.

        Raises `Invalid` for impossible sizes, `Conflict` when too many uploads are open.
        """
        named = _plain(wanted.fingerprint, 100) and _plain(wanted.target, 200)
        if not named or not 0 < wanted.size <= LARGEST:
            raise Invalid("this file cannot be uploaded in pieces")
        again = self._same(owner, wanted)
        if again is not None:
            return self._progress(again)
        if self._open_count(owner) >= _MOST:
            raise Conflict("too many uploads are open")
        row = PartialUpload(
            id=uuid4(),
            owner_id=owner,
            target=wanted.target,
            fingerprint=wanted.fingerprint,
            name=file_name(wanted.name),
            size=wanted.size,
            storage_key=self._files.begin(),
            begun_at=self._clock(),
            expires_at=self._clock() + KEPT_FOR,
        )
        self._session.add(row)
        self._session.commit()
        return self._progress(row)

    def progress(self, upload_id: UUID, owner: UUID) -> Progress:
        """How far it is."""
        return self._progress(self._row(upload_id, owner))

    def unfinished(self, owner: UUID, target: str) -> list[Progress]:
        """Uploads for a target that were begun and not kept, the newest first."""
        if not _plain(target, 200):
            return []
        open_ones = select(PartialUpload).where(
            PartialUpload.owner_id == owner,
            PartialUpload.target == target,
            PartialUpload.file_id.is_(None),
            PartialUpload.expires_at > self._clock(),
        )
        rows = self._session.scalars(open_ones.order_by(PartialUpload.begun_at.desc())).all()
        return [self._progress(row) for row in rows]

    def extend(self, upload_id: UUID, owner: UUID, at: int, body: IO[bytes], length: int) -> Progress:
        """Add `length` bytes that begin at `at`; 64 KiB are safe before the next are read.

        A cut loses at most those that were not whole. Needs no write to the database. Raises `Conflict` when
        the upload is elsewhere than `at`, `Invalid` when more comes than was announced, or less than 64 KiB
        that are not the file's last: every piece has its own cost on disk.
        """
        row = self._row(upload_id, owner)
        key, left = row.storage_key, row.size - at
        if not min(SHORTEST_PIECE, left) <= length <= left:
            raise Invalid("a piece is too short, or longer than announced")
        for piece in _pieces(body, length):
            at = self._files.extend(key, at, piece)
        return self._progress(row)

    def cancel(self, upload_id: UUID, owner: UUID) -> None:
        """Forget it, bytes and all; again is harmless. One that became a file stays. Commits."""
        row = self._session.get(PartialUpload, upload_id)
        if row is None or row.owner_id != owner or row.file_id is not None:
            return
        self._session.delete(row)
        self._session.commit()
        self._files.delete(row.storage_key)

    def kept_as(self, upload_id: UUID, owner: UUID) -> UUID | None:
        """The file it became, if it did."""
        return self._row(upload_id, owner).file_id

    def take(self, upload_id: UUID, owner: UUID, target: str) -> tuple[str, IO[bytes]]:
        """Name and bytes of a whole upload.

        Raises `Conflict` while bytes are missing, `Invalid` when they are not those the fingerprint names,
        which are then forgotten.
        """
        row = self._row(upload_id, owner)
        if row.target != target:
            raise NotFound("this upload is for something else")
        if self._files.length(row.storage_key) != row.size:
            raise Conflict("the upload is not whole yet")
        stream, sha256 = self._files.grown(row.storage_key)
        if row.fingerprint.startswith(_HASH) and row.fingerprint != _HASH + sha256:
            stream.close()
            self.cancel(upload_id, owner)
            raise Invalid(_OTHER_BYTES)
        return row.name, stream

    def became(self, upload_id: UUID, file_id: UUID) -> UUID:
        """Remember the file it became; returns the one that counts, another's when that was faster.

        Not committed. Raises `NotFound` when it was cancelled meanwhile.
        """
        row = self._session.get(PartialUpload, upload_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise NotFound("this upload was cancelled")
        row.file_id = row.file_id or file_id
        return row.file_id

    def finish(self, upload_id: UUID, owner: UUID) -> None:
        """Remove the bytes: it became a file, or it never will. Commits."""
        row = self._session.get(PartialUpload, upload_id)
        if row is not None and row.file_id is not None:
            self._files.delete(row.storage_key)
        else:
            self.cancel(upload_id, owner)

    def _row(self, upload_id: UUID, owner: UUID) -> PartialUpload:
        row = self._session.get(PartialUpload, upload_id)
        if row is None or row.owner_id != owner or row.expires_at <= self._clock():
            raise NotFound("no such upload of this person")
        return row

    def _same(self, owner: UUID, wanted: Wanted) -> PartialUpload | None:
        same = select(PartialUpload).where(
            PartialUpload.owner_id == owner,
            PartialUpload.target == wanted.target,
            PartialUpload.fingerprint == wanted.fingerprint,
            PartialUpload.size == wanted.size,
            PartialUpload.file_id.is_(None),
            PartialUpload.expires_at > self._clock(),
        )
        return self._session.scalars(same.limit(1)).first()

    def _open_count(self, owner: UUID) -> int:
        mine = (PartialUpload.owner_id == owner, PartialUpload.file_id.is_(None))
        fresh = PartialUpload.expires_at > self._clock()
        return self._session.scalar(select(func.count()).where(*mine, fresh)) or 0

    def _progress(self, row: PartialUpload) -> Progress:
        length = row.size if row.file_id else self._files.length(row.storage_key)
        return Progress(row.id, row.name, row.size, length, row.fingerprint)


def _plain(text: str, longest: int) -> bool:
    """Whether our pages can have said it: not everything can be asked of a database."""
    return 0 < len(text) <= longest and not deceives(text)


def _pieces(body: IO[bytes], length: int) -> Iterator[bytes]:
    """A body in pieces as it arrives; what a cut leaves of one does not count, however often it is cut."""
    while length > 0:
        wanted = min(SHORTEST_PIECE, length)
        piece = _read(body, wanted)
        if len(piece) < wanted:
            return
        yield piece
        length -= wanted


def _read(body: IO[bytes], wanted: int) -> bytes:
    found = bytearray()
    while len(found) < wanted and (more := body.read(wanted - len(found))):
        found += more
    return bytes(found)
