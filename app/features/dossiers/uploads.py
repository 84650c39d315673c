"""Files chosen for a supplement: kept at once, so that an error elsewhere does not lose them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from app.errors import Invalid, NotFound
from app.features.documents.arriving import Arrivals
from app.features.documents.service import DocumentService, Limit, entry
from app.features.dossiers.supplements import MOST_FILES, TOO_MANY_FILES
from app.gateways.agencies import FileEntry

LIMIT = Limit()

Upload = tuple[str, IO[bytes]]


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that are in the store, and why the others are not, as message ids."""

    files: tuple[FileEntry, ...]
    errors: tuple[str, ...]


class Uploads:
    """Stores what a person chooses, for its owner only."""

    def __init__(self, session: Session, documents: DocumentService, arrivals: Arrivals) -> None:
        self._session = session
        self._documents = documents
        self._arrivals = arrivals

    def keep_arrived(self, owner: UUID, kept: Iterable[str], arrived: Iterable[UUID], target: str) -> Kept:
        """The files kept before, by id, and uploads in pieces for `target`; commits.

        Raises `NotFound` for uploads for something else, `Conflict` for one that is not whole.
        """
        files, errors = [file for text in kept if (file := self._again(owner, text))], []
        for upload_id in arrived:
            if len(files) >= MOST_FILES:
                errors.append(TOO_MANY_FILES)
                break
            try:
                stored = self._arrivals.keep(upload_id, owner=owner, target=target, limit=LIMIT)
            except Invalid as error:
                errors.append(str(error))
            else:
                if all(file.id != str(stored.id) for file in files):
                    files.append(msgspec.convert(entry(stored), FileEntry))
        return Kept(tuple(files), tuple(errors))

    def keep(self, owner: UUID, kept: Iterable[str], chosen: Iterable[Upload]) -> Kept:
        """The files kept before, by id, and those chosen now; commits. Ids of others' files are left out."""
        files = [file for text in kept if (file := self._again(owner, text))]
        errors = []
        self._session.commit()  # reading and scanning files may last; nobody waits for it
        for name, stream in chosen:
            if len(files) >= MOST_FILES:
                errors.append(TOO_MANY_FILES)
                break
            try:
                received = self._documents.receive(name, stream, LIMIT)
            except Invalid as error:
                errors.append(str(error))
            else:
                stored = self._documents.keep(owner, received)
                self._session.commit()
                files.append(msgspec.convert(entry(stored), FileEntry))
        return Kept(tuple(files), tuple(errors))

    def hold(self, owner: UUID, files: Iterable[FileEntry]) -> tuple[FileEntry, ...]:
        """Those that are still there, which nobody deletes until this transaction ends."""
        held = (self._again(owner, file.id, hold=True) for file in files)
        return tuple(file for file in held if file)

    def _again(self, owner: UUID, text: str, *, hold: bool = False) -> FileEntry | None:
        find = self._documents.hold if hold else self._documents.file
        try:
            file = find(UUID(text), owner)
        except (ValueError, NotFound):
            return None
        return msgspec.convert(entry(file), FileEntry)
