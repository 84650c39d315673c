"""What came in pieces becomes a stored file, once, however often that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import Invalid, NotFound
from app.features.documents.models import StoredFile
from app.features.documents.receiving import Received
from app.features.documents.service import DocumentService, Limit


class Arrivals:
    """Whole uploads of one person at a time, outside of drafts; every method commits."""

    def __init__(self, session: Session, documents: DocumentService) -> None:
        self._session = session
        self._documents = documents

    def keep(
        self, upload_id: UUID, *, owner: UUID, target: str, limit: Limit, called: str | None = None
    ) -> StoredFile:
        """The file it became, named `called` or as its owner named it.

        Raises `Invalid` with the reason it cannot be taken, which ends the upload; `NotFound` for uploads for
        something else, `Conflict` for one that is not whole.
        """
        uploads = self._documents.uploads
        kept = uploads.kept_as(upload_id, owner)
        if kept is not None:
            return self._documents.file(kept, owner)
        name, stream = uploads.take(upload_id, owner, target)
        self._session.commit()  # reading and scanning a file may last; nobody waits for it
        try:
            with stream:
                received = self._documents.receive(named(name, called), stream, limit)
        except Invalid:
            uploads.cancel(upload_id, owner)
            raise
        return self._kept(upload_id, owner, received)

    def _kept(self, upload_id: UUID, owner: UUID, received: Received) -> StoredFile:
        """The file, or the one that another request made of the same upload meanwhile."""
        uploads, counts = self._documents.uploads, None
        try:
            file = self._documents.keep(owner, received)
            counts = uploads.became(upload_id, file.id)
        finally:
            if counts is None or counts != file.id:
                self._session.rollback()
                self._documents.discard(received)
        if counts != file.id:
            return self._documents.file(counts, owner)
        self._session.commit()
        uploads.finish(upload_id, owner)
        return file


def named(own: str, called: str | None) -> str:
    """The name somebody gives a file, with the file's ending; its own where none is given."""
    wanted, ending = (called or "").strip(), own.rpartition(".")[2]
    if not wanted:
        return own
    return wanted if wanted.lower().endswith(f".{ending.lower()}") else f"{wanted}.{ending}"


def arrived(told: Iterable[str]) -> Iterator[tuple[str, UUID]]:
    """Field and upload of each `field:upload`; raises `NotFound` for what is no upload."""
    for one in told:
        field, _, upload_id = one.partition(":")
        try:
            yield field, UUID(upload_id)
        except ValueError as error:
            raise NotFound("no such upload") from error
