"""Keep the files people bring and the results they get, unchanged, for their owner only."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Literal, cast
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Conflict, Invalid, NotFound
from app.features.documents.checks import SignatureChecks
from app.features.documents.describing import Described, Thumbnail, thumbnail_of
from app.features.documents.models import Kind, Scanned, StoredFile
from app.features.documents.receiving import Limit, Received, Receiver, file_name
from app.features.documents.resuming import ResumableUploads
from app.gateways.files import FileStore
from app.texts import Text

__all__ = ["Document", "DocumentService", "Limit", "Use", "entry"]


@dataclass(frozen=True, slots=True)
class Use:
    """What a file was used for; `key` is a draft's id, or what a dossier is called."""

    file_id: UUID
    what: Literal["draft", "dossier"]
    key: str
    name: Text


UsesOf = Callable[[Session, UUID], Iterable[Use]]


@dataclass(frozen=True, slots=True)
class Document:
    """One file of a person, and everything it was used for; `origin` tells where a result is from."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    stored_at: datetime
    kind: Kind
    origin: dict[str, Any] | None
    uses: tuple[Use, ...]
    pages: int | None
    prepared: tuple[str, ...]
    scanned: Scanned
    thumbnail: Thumbnail

    @property
    def deletable(self) -> bool:
        """Whether the person may delete it: an upload of theirs that nothing refers to."""
        return self.kind == "upload" and not self.uses


class DocumentService:
    """Stored files; every access names its owner. `uses_of` tells what other features use files for."""

    def __init__(
        self,
        session: Session,
        files: FileStore,
        receiver: Receiver,
        checks: SignatureChecks,
        clock: Clock,
        uses_of: Sequence[UsesOf] = (),
    ) -> None:
        self._session = session
        self._files = files
        self._receiver = receiver
        self._checks = checks
        self._clock = clock
        self._uses_of = uses_of
        self.uploads = ResumableUploads(session, files, clock)

    def receive(self, name: str, stream: IO[bytes], limit: Limit) -> Received:
        """Take a file in without touching the database; raises `Invalid` with the reason it cannot be taken.

        May last seconds: let go of the database before.
        """
        received = self._receiver.receive(name, stream, limit)
        if received.may_be_signed:
            self._checks.look(self._files.read(received.storage_key, received.sha256))
        return received

    def discard(self, received: Received) -> None:
        """Forget a file that was received and is not going to be kept."""
        self._receiver.discard(received)

    def keep(self, owner: UUID, received: Received) -> StoredFile:
        """Make a received file its owner's, its signatures judged. Not committed."""
        file = self._receiver.row(owner, received)
        self._session.add(file)
        self._session.flush()
        if received.may_be_signed:
            self._checks.judge(self._files.read(file.storage_key, file.sha256))
        return file

    def bring(self, owner: UUID, name: str, stream: IO[bytes]) -> str | None:
        """Keep a file nothing has asked for yet; answers why it cannot be taken, as a message id. Commits."""
        self._session.commit()  # reading and scanning a file may last; nobody waits for it
        try:
            received = self.receive(name, stream, ANYTHING)
        except Invalid as refusal:
            return str(refusal)
        self.keep(owner, received)
        self._session.commit()
        return None

    def store(self, owner: UUID, name: str, stream: IO[bytes], limit: Limit) -> StoredFile:
        """Receive and keep in one; raises `Invalid`. Not committed."""
        return self.keep(owner, self.receive(name, stream, limit))

    def keep_result(
        self, owner: UUID, name: str, media_type: str, body: bytes, origin: dict[str, Any]
    ) -> StoredFile:
        """Keep a result an agency issued; the same bytes again are kept once. Not committed."""
        earlier = self._result(owner, hashlib.sha256(body).hexdigest())
        if earlier is not None:
            return earlier
        key, size, sha256 = self._files.put(io.BytesIO(body))
        file = StoredFile(
            owner_id=owner,
            name=file_name(name),
            media_type=media_type[:100],
            size=size,
            sha256=sha256,
            storage_key=key,
            stored_at=self._clock(),
            kind="result",
            origin=origin,
        )
        self._session.add(file)
        self._session.flush()
        return file

    def result(self, owner: UUID, sha256: str) -> bytes | None:
        """The bytes of a result that is kept, by hash; none when it is not."""
        kept = self._result(owner, sha256)
        return self._files.read(kept.storage_key, kept.sha256) if kept else None

    def list_for(self, owner: UUID, kinds: Iterable[Kind] = ("upload", "result")) -> list[Document]:
        """Everything a person has brought or got, the newest first."""
        wanted = select(StoredFile).where(
            StoredFile.owner_id == owner, StoredFile.kind.in_(tuple(kinds)), StoredFile.deleted_at.is_(None)
        )
        files = self._session.scalars(wanted.order_by(StoredFile.stored_at.desc(), StoredFile.id)).all()
        uses = self._uses(owner) if files else {}
        return [_document(file, uses.get(file.id, ())) for file in files]

    def usable(self, owner: UUID, media_types: Iterable[str], limit: int = 20) -> list[StoredFile]:
        """Files that can be used again, each content once: results first, then the newest; none infected."""
        wanted = select(StoredFile).where(
            StoredFile.owner_id == owner,
            StoredFile.media_type.in_(tuple(media_types)),
            StoredFile.deleted_at.is_(None),
            StoredFile.scanned != "infected",
        )
        found = self._session.scalars(wanted.order_by(*_BEST_FIRST).limit(limit)).all()
        return [one for at, one in enumerate(found) if all(one.sha256 != was.sha256 for was in found[:at])]

    def described(self, ids: Iterable[str], owner: UUID) -> dict[str, Described]:
        """What is known of files by id; unknown and foreign ones are left out."""
        wanted = [UUID(one) for one in ids]
        if not wanted:
            return {}
        mine = select(StoredFile).where(StoredFile.id.in_(wanted), StoredFile.owner_id == owner)
        files = self._session.scalars(mine).all()
        checks = self._checks.of(file.sha256 for file in files)
        return {str(file.id): Described.of(file, checks.get(file.sha256)) for file in files}

    def infected(self, owner: UUID) -> set[UUID]:
        """The person's files in which a virus was found."""
        bad = (StoredFile.owner_id == owner, StoredFile.scanned == "infected")
        return set(self._session.scalars(select(StoredFile.id).where(*bad)))

    def document(self, file_id: UUID, *, owner: UUID) -> Document:
        """One file with its uses; raises `NotFound`."""
        return _document(self.file(file_id, owner), self._uses(owner).get(file_id, ()))

    def release(self, files: Iterable[UUID], *, owner: UUID) -> None:
        """Say that a draft of the owner no longer needs these files. Not committed.

        The worker deletes them thirty days later, unless a draft or a dossier names them then.
        """
        wanted = set(files)
        mine = (StoredFile.id.in_(wanted), StoredFile.owner_id == owner, StoredFile.kind == "upload")
        if wanted:
            self._session.execute(update(StoredFile).where(*mine).values(released_at=self._clock()))

    def delete(self, file_id: UUID, *, owner: UUID) -> None:
        """Delete an upload that nothing refers to, bytes and all; commits.

        Raises `NotFound`, and `Conflict` for a result or a file that is in use.
        """
        file = self.hold(file_id, owner)
        self._session.expire_all()  # what used it meanwhile counts
        if not self.document(file_id, owner=owner).deletable:
            raise Conflict("the file is in use")
        file.deleted_at = self._clock()
        self._session.commit()
        self._forget_bytes(file)

    def hold(self, file_id: UUID, owner: UUID) -> StoredFile:
        """A file about to be used, which nobody deletes until this transaction ends; raises `NotFound`."""
        self._session.get(StoredFile, file_id, with_for_update=True, populate_existing=True)
        return self.file(file_id, owner)

    def file(self, file_id: UUID, owner: UUID) -> StoredFile:
        """One of the owner's files; raises `NotFound` for unknown and foreign ones alike."""
        file = self._session.get(StoredFile, file_id)
        if file is None or file.owner_id != owner or file.deleted_at is not None:
            raise NotFound("no such file of this person")
        return file

    def stream(self, file_id: UUID, owner: UUID) -> IO[bytes]:
        """The file's bytes to be sent on in bounded memory; raises `NotFound`, `Unavailable`."""
        file = self.file(file_id, owner)
        if file.scanned == "infected":
            raise NotFound("an infected file is not handed out")
        return self._files.open(file.storage_key, file.sha256)

    def thumbnail(self, file_id: UUID, owner: UUID) -> bytes | None:
        """A small JPEG of a photo or of a PDF's first page, None while it is yet to be drawn.

        Raises `NotFound` where there is none, `Unavailable`.
        """
        file = self.file(file_id, owner)
        if thumbnail_of(file) == "coming":
            return None
        if file.thumbnail_key is None or file.thumbnail_sha256 is None or file.scanned == "infected":
            raise NotFound("there is no small picture of this file")
        return self._files.read(file.thumbnail_key, file.thumbnail_sha256)

    def read(self, file_id: UUID, owner: UUID) -> bytes:
        """The file's bytes; raises `NotFound`, `Unavailable`."""
        file = self.file(file_id, owner)
        return self._files.read(file.storage_key, file.sha256)

    def _forget_bytes(self, file: StoredFile) -> None:
        self._files.delete(file.storage_key)
        if file.thumbnail_key:
            self._files.delete(file.thumbnail_key)

    def _result(self, owner: UUID, sha256: str) -> StoredFile | None:
        kept = select(StoredFile).where(
            StoredFile.owner_id == owner, StoredFile.sha256 == sha256, StoredFile.kind == "result"
        )
        return self._session.scalars(kept.limit(1)).first()

    def _uses(self, owner: UUID) -> dict[UUID, tuple[Use, ...]]:
        found: dict[UUID, tuple[Use, ...]] = {}
        for uses_of in self._uses_of:
            for use in uses_of(self._session, owner):
                found[use.file_id] = (*found.get(use.file_id, ()), use)
        return found


ANYTHING = Limit(max_bytes=20 * 1024 * 1024, kinds=("pdf", "jpeg", "png", "docx"))
_BEST_FIRST = (StoredFile.kind, StoredFile.stored_at.desc(), StoredFile.id)  # "result" before "upload"


def _document(file: StoredFile, uses: tuple[Use, ...]) -> Document:
    return Document(
        id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        stored_at=file.stored_at,
        kind=cast(Kind, file.kind),
        origin=file.origin,
        uses=uses,
        pages=file.pages,
        prepared=tuple(file.prepared or ()),
        scanned=cast(Scanned, file.scanned),
        thumbnail=thumbnail_of(file),
    )


def entry(file: StoredFile) -> dict[str, str | int]:
    """The file as manifests and answers name it."""
    return {
        "id": str(file.id),
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }
