"""Keep the files people bring, unchanged, for their owner only."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from sqlalchemy.orm import Session

from app.clock import Clock
from app.errors import Invalid, NotFound
from app.features.documents.models import StoredFile
from app.features.documents.sniffing import MEDIA_TYPES, kind_of
from app.gateways.files import FileStore
from app.texts import N_

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Limit:
    """What is accepted: the largest size in bytes, and kinds such as `pdf`, `jpeg`, `png`."""

    max_bytes: int = 10 * 1024 * 1024
    kinds: tuple[str, ...] = ("pdf", "jpeg", "png")


class DocumentService:
    """Stored files; every access names its owner."""

    def __init__(self, session: Session, files: FileStore, clock: Clock) -> None:
        self._session = session
        self._files = files
        self._clock = clock

    def store(self, owner: UUID, name: str, stream: IO[bytes], limit: Limit) -> StoredFile:
        """Keep a file; raises `Invalid` when it is empty, too large or of another kind. Not committed."""
        size = _size(stream)
        if size == 0:
            raise Invalid(N_("The file is empty. Choose a file with content."))
        if size > limit.max_bytes:
            raise Invalid(N_("The file is too large. Choose a smaller file or a photo at lower quality."))
        kind = kind_of(stream)
        if kind not in limit.kinds:
            raise Invalid(
                N_("The file is of a kind that cannot be accepted here. Save it as PDF or as a photo.")
            )
        key, stored_size, sha256 = self._files.put(stream)
        file = StoredFile(
            owner_id=owner,
            name=_file_name(name),
            media_type=MEDIA_TYPES[str(kind)],
            size=stored_size,
            sha256=sha256,
            storage_key=key,
            stored_at=self._clock(),
        )
        self._session.add(file)
        self._session.flush()
        return file

    def file(self, file_id: UUID, owner: UUID) -> StoredFile:
        """One of the owner's files; raises `NotFound` for unknown and foreign ones alike."""
        file = self._session.get(StoredFile, file_id)
        if file is None or file.owner_id != owner:
            raise NotFound("no such file of this person")
        return file

    def stream(self, file_id: UUID, owner: UUID) -> IO[bytes]:
        """The file's bytes to be sent on; raises `NotFound`, `Unavailable`."""
        return io.BytesIO(self.read(file_id, owner))

    def read(self, file_id: UUID, owner: UUID) -> bytes:
        """The file's bytes; raises `NotFound`, `Unavailable`."""
        file = self.file(file_id, owner)
        return self._files.read(file.storage_key, file.sha256)


def entry(file: StoredFile) -> dict[str, str | int]:
    """The file as manifests and answers name it."""
    return {
        "id": str(file.id),
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def _size(stream: IO[bytes]) -> int:
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def _file_name(given: str) -> str:
    """The name as given but for folders and characters no system shows; never empty."""
    base = given.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in base if unicodedata.category(sign) not in {"Cc", "Cs"}).strip()
    return shown[:_LONGEST_NAME] or "file"
